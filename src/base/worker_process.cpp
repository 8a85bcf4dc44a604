#include "base/worker_process.h"

#include "base/os_error.h"
#include "base/worker_channel.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <ctime>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace photoscrub {

namespace {

constexpr auto kCannotStart = "A helper program of photoscrub could not be started";

// How often the limits are looked at while a reply is awaited. Each look costs about 2
// microseconds.
constexpr std::chrono::milliseconds kTick{20};

// Clear of the descriptors 0 to 4 that the child is given.
constexpr int kFirstOwnDescriptor = 10;

std::vector<std::string> workerEnvironment(const WorkerOptions& options) {
  std::vector<std::string> variables{
      "LC_ALL=C",
      // One job is one thread; photoscrub runs as many jobs as there are processors.
      "OMP_THREAD_LIMIT=1",
      "OPENBLAS_NUM_THREADS=1",
      std::string(kWorkerMemoryVariable) + "=" +
          std::to_string(options.inputCapacity + options.memoryLimit),
  };
  if (!options.sandbox)
    variables.push_back(std::string(kWorkerNoSandboxVariable) + "=1");
#ifdef PHOTOSCRUB_SANITIZED
  for (const char* const name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
    if (const char* const value = std::getenv(name))
      variables.push_back(std::string(name) + "=" + value);
#endif
  return variables;
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// The C structures of posix_spawn(3), freed together.
struct SpawnPlan {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;

  SpawnPlan(int socket, int input) {
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    // Standard output belongs to the reports; whatever a library prints goes with the messages.
    ::posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, socket, kWorkerSocket);
    ::posix_spawn_file_actions_adddup2(&files, input, kWorkerInput);
    ::posix_spawn_file_actions_addclosefrom_np(&files, kWorkerInput + 1);

    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    sigset_t signals;
    ::sigfillset(&signals);
    ::posix_spawnattr_setsigdefault(&attributes, &signals);
    // Ctrl-C reaches the whole process group: what becomes of the worker is for the parent to say.
    ::sigemptyset(&signals);
    for (const int number : {SIGINT, SIGQUIT, SIGHUP})
      ::sigaddset(&signals, number);
    ::posix_spawnattr_setsigmask(&attributes, &signals);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
};

std::string describeEnd(int status) {
  if (WIFSIGNALED(status))
    return "killed by signal " + std::to_string(WTERMSIG(status));
  const int code = WEXITSTATUS(status);
  return code == kExitNoMemory ? "memory" : "exit status " + std::to_string(code);
}

// waitpid() that is not disturbed by signals. 0: still running.
pid_t waitFor(pid_t pid, int& status, int options) {
  pid_t result = 0;
  do
    result = ::waitpid(pid, &status, options);
  while (result < 0 && errno == EINTR);
  return result;
}

std::chrono::nanoseconds toDuration(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace

Result<WorkerProcess> WorkerProcess::start(const WorkerOptions& options, int input) {
  std::array<int, 2> pair{-1, -1};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
    return ioError(kCannotStart, "socketpair");
  FileDescriptor ours(pair[0]);
  const FileDescriptor low(pair[1]);
  const FileDescriptor theirs(::fcntl(low.get(), F_DUPFD_CLOEXEC, kFirstOwnDescriptor));
  if (!theirs.open())
    return ioError(kCannotStart, "fcntl");

  std::vector<std::string> words{options.executable.string()};
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  auto variables = workerEnvironment(options);
  const SpawnPlan plan(theirs.get(), input);
  pid_t pid = -1;
  const int failure = ::posix_spawn(&pid, options.executable.c_str(), &plan.files, &plan.attributes,
                                    pointersTo(words).data(), pointersTo(variables).data());
  if (failure != 0)
    return Error{ErrorCode::worker, kCannotStart, osDetail("posix_spawn", failure)};
  return WorkerProcess(pid, std::move(ours));
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), socket_(std::move(other.socket_)),
      reason_(std::move(other.reason_)) {}

WorkerProcess& WorkerProcess::operator=(WorkerProcess&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(socket_, other.socket_);
  std::swap(reason_, other.reason_);
  return *this;
}

std::chrono::nanoseconds WorkerProcess::cpuTime() const {
  clockid_t clock{};
  timespec time{};
  if (pid_ < 0 || ::clock_getcpuclockid(pid_, &clock) != 0)
    return {};
  return ::clock_gettime(clock, &time) == 0 ? toDuration(time) : std::chrono::nanoseconds{};
}

bool WorkerProcess::alive() {
  if (pid_ < 0)
    return false;
  int status = 0;
  const pid_t result = waitFor(pid_, status, WNOHANG);
  if (result == 0)
    return true;
  reason_ = result == pid_ ? describeEnd(status) : "ended";
  pid_ = -1;
  return false;
}

std::string WorkerProcess::end() {
  if (pid_ >= 0) {
    // One that is ending by itself keeps its own exit status: the kernel ignores this signal then.
    ::kill(pid_, SIGKILL);
    int status = 0;
    // ECHILD: somebody set SIGCHLD to be ignored, and the kernel has removed it already.
    reason_ = waitFor(pid_, status, 0) == pid_ ? describeEnd(status) : "ended";
    pid_ = -1;
  }
  socket_.reset();
  return reason_;
}

TimeBudget::TimeBudget(const WorkerProcess& process, TimeLimits limits)
    : process_(process), limits_(limits), cpuAtStart_(process.cpuTime()) {}

Status TimeBudget::wait(int socket, short events) {
  constexpr auto kMessage = "Working on this file took too long, so it was stopped";
  using Clock = std::chrono::steady_clock;
  for (;;) {
    const auto before = Clock::now();
    pollfd entry{socket, events, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(kTick.count()));
    if (ready > 0)
      return {};
    if (ready < 0 && errno != EINTR)
      return ioError(kMessage, "poll");
    // A longer pause means that this process was stopped or starved, and the worker with it.
    waited_ += std::min<std::chrono::nanoseconds>(Clock::now() - before, 2 * kTick);
    if (process_.cpuTime() - cpuAtStart_ > limits_.cpu)
      return Error{ErrorCode::worker, kMessage, "processor time limit"};
    if (waited_ > limits_.wall)
      return Error{ErrorCode::worker, kMessage, "time limit"};
  }
}

} // namespace photoscrub
