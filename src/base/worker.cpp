#include "base/worker.h"

#include "base/shared_buffer.h"
#include "base/worker_channel.h"
#include "base/worker_process.h"

#include <optional>

namespace photoscrub {

namespace {

// Loading libraries and models from a cold disk on a busy machine; measured 0.1 to 2 seconds.
constexpr TimeLimits kStartLimits{std::chrono::seconds(60), std::chrono::seconds(120)};

// A frame below this fits the socket's own buffer (net.core.wmem_default is 208 KiB), so sending it
// does not wait for a process that is still loading.
constexpr std::size_t kSmallFrame = 64u << 10;

// A buffer that held more than this and now needs less than half is given back to the system.
constexpr std::uint64_t kKeptInput = 64ull << 20;

constexpr auto kStopped =
    "The part of photoscrub that opens pictures stopped while working on this file";

Error wrongOrder(const char* detail) {
  return {ErrorCode::internal, "photoscrub made a mistake of its own", detail};
}

} // namespace

struct Worker::State {
  explicit State(WorkerOptions given) : options(std::move(given)) {}

  WorkerOptions options;
  std::optional<SharedBuffer> input;
  std::uint64_t touched = 0; ///< how much of the input has been handed out since it was made
  std::optional<WorkerProcess> process;
  bool greeted = false;             ///< the process is loaded and sandboxed
  std::optional<TimeBudget> budget; ///< the request's, once it is running; refers to `process`
  bool waiting = false;             ///< a request has been sent, its reply not yet received

  Status makeInput();
  Status start();
  Status awaitHello();
  Status transmit(ByteView request, int file);
  Result<Bytes> collect();
  void stop();
  Error failed(Error cause);
  TimeLimits limits() const { return {options.cpuLimit, options.wallLimit}; }
  WaitFor waiter() {
    return [this](int socket, short events) { return budget->wait(socket, events); };
  }
};

Status Worker::State::makeInput() {
  if (input)
    return {};
  PHOTOSCRUB_TRY(buffer, SharedBuffer::create(options.inputCapacity));
  input.emplace(std::move(buffer));
  touched = 0;
  return {};
}

void Worker::State::stop() {
  budget.reset();
  process.reset();
  greeted = waiting = false;
}

Status Worker::State::start() {
  if (process && process->alive())
    return {};
  stop();
  PHOTOSCRUB_CHECK(makeInput());
  PHOTOSCRUB_TRY(started, WorkerProcess::start(options, input->descriptor()));
  process.emplace(std::move(started));
  return {};
}

// Ends the process; the reason it gives itself is better than "connection closed".
Error Worker::State::failed(Error cause) {
  const std::string ending = process->end();
  stop();
  if (cause.code == ErrorCode::worker)
    return cause;
  return {ErrorCode::worker, kStopped, cause.code == ErrorCode::limit ? cause.detail : ending};
}

// Loading is paid for by the start limits, so that a slow disk never makes a file "take too long".
Status Worker::State::awaitHello() {
  if (greeted)
    return {};
  budget.emplace(*process, kStartLimits);
  PHOTOSCRUB_CHECK(receiveHello(process->socket(), waiter()));
  greeted = true;
  budget.reset();
  return {};
}

Status Worker::State::transmit(ByteView request, int file) {
  if (request.size() >= kSmallFrame)
    PHOTOSCRUB_CHECK(awaitHello());
  budget.emplace(*process, greeted ? limits() : kStartLimits);
  return sendFrame(process->socket(), request, file, waiter());
}

Result<Bytes> Worker::State::collect() {
  if (!greeted) {
    PHOTOSCRUB_CHECK(awaitHello());
    budget.emplace(*process, limits());
  }
  PHOTOSCRUB_TRY(frame,
                 receiveFrame(process->socket(), options.maxReplyBytes, Lending::refuse, waiter()));
  return std::move(frame.payload);
}

Worker::Worker(WorkerOptions options) : state_(std::make_unique<State>(std::move(options))) {}
Worker::~Worker() = default;
Worker::Worker(Worker&&) noexcept = default;
Worker& Worker::operator=(Worker&&) noexcept = default;

Result<std::span<std::uint8_t>> Worker::reserveInput(std::uint64_t size) {
  if (size > state_->options.inputCapacity)
    return Error{ErrorCode::limit, "The file is larger than photoscrub accepts",
                 "more than " + std::to_string(state_->options.inputCapacity) + " bytes"};
  // The seal that keeps the worker from writing also forbids punching holes (fcntl(2)), so memory
  // is given back by a new buffer, which needs a new process to map it.
  if (state_->input && state_->touched > kKeptInput && size < state_->touched / 2) {
    state_->stop();
    state_->input.reset();
  }
  PHOTOSCRUB_CHECK(state_->makeInput());
  state_->touched = std::max(state_->touched, size);
  return state_->input->bytes().first(static_cast<std::size_t>(size));
}

Status Worker::start() {
  return state_->start();
}

Status Worker::send(ByteView request, int file) {
  if (state_->waiting)
    return wrongOrder("send before receive");
  PHOTOSCRUB_CHECK(state_->start());
  auto sent = state_->transmit(request, file);
  if (!sent.ok())
    return state_->failed(std::move(sent).error());
  state_->waiting = true;
  return {};
}

Result<Bytes> Worker::receive() {
  if (!state_->waiting)
    return wrongOrder("receive without send");
  auto reply = state_->collect();
  if (!reply.ok())
    return state_->failed(std::move(reply).error());
  state_->budget.reset();
  state_->waiting = false;
  return reply;
}

Result<Bytes> Worker::call(ByteView request, int file) {
  PHOTOSCRUB_CHECK(send(request, file));
  return receive();
}

} // namespace photoscrub
