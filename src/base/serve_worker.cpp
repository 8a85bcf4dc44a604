#include "base/sandbox.h"
#include "base/worker.h"
#include "base/worker_channel.h"

#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <new>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

namespace photoscrub {

namespace {

// Standard streams, socket, input, one lent file, and a few for a library that duplicates one.
constexpr rlim_t kMaxDescriptors = 16;
constexpr std::uint64_t kMaxRequestBytes = 1ull << 30;

Status waitForever(int socket, short events) {
  pollfd entry{socket, events, 0};
  ::poll(&entry, 1, -1);
  return {};
}

bool parentIsGone() {
  pollfd entry{kWorkerSocket, 0, 0};
  return ::poll(&entry, 1, 0) > 0 && (entry.revents & POLLHUP) != 0;
}

void onSocketSignal(int) {
  const int saved = errno;
  if (parentIsGone())
    ::_exit(0);
  errno = saved;
}

// A busy worker has to notice the parent's death too. PR_SET_PDEATHSIG would tell of the death of
// the thread that started it, and threads of a pool come and go (prctl(2)); the socket's hang-up
// (fcntl(2), O_ASYNC) tells of the process.
void dieWithParent() {
  struct sigaction action {};
  action.sa_handler = onSocketSignal;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGIO, &action, nullptr);
  ::fcntl(kWorkerSocket, F_SETOWN, ::getpid());
  ::fcntl(kWorkerSocket, F_SETFL, ::fcntl(kWorkerSocket, F_GETFL) | O_ASYNC);
  if (parentIsGone())
    ::_exit(0);
}

void limitResource(__rlimit_resource resource, rlim_t amount) {
  const rlimit limit{amount, amount};
  ::setrlimit(resource, &limit);
}

void limitProcess() {
  limitResource(RLIMIT_CORE, 0); // a core file would hold the picture
  limitResource(RLIMIT_NOFILE, kMaxDescriptors);
#ifndef PHOTOSCRUB_SANITIZED
  // Sanitizers reserve terabytes of address space and look at their own process.
  ::prctl(PR_SET_DUMPABLE, 0);
  const char* const given = std::getenv(kWorkerMemoryVariable);
  const std::string_view text = given ? given : "";
  std::uint64_t bytes = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), bytes).ec == std::errc{})
    limitResource(RLIMIT_AS, bytes);
#endif
}

Result<ByteView> mapInput() {
  struct stat info {};
  if (::fstat(kWorkerInput, &info) != 0)
    return Error{ErrorCode::internal, "This program is started by photoscrub only", "no input"};
  const auto size = static_cast<std::size_t>(info.st_size);
  if (size == 0)
    return ByteView{};
  const void* const memory =
      ::mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_NORESERVE, kWorkerInput, 0);
  ::close(kWorkerInput);
  if (memory == MAP_FAILED)
    return Error{ErrorCode::internal, "The input could not be mapped", "mmap"};
  return ByteView{static_cast<const std::uint8_t*>(memory), size};
}

Result<ByteView> prepare() {
  dieWithParent();
  limitProcess();
  PHOTOSCRUB_TRY(input, mapInput());
  if (!std::getenv(kWorkerNoSandboxVariable)) {
    PHOTOSCRUB_TRY(sandbox, enterWorkerSandbox());
    static_cast<void>(sandbox);
  }
  PHOTOSCRUB_CHECK(sendHello(kWorkerSocket, waitForever));
  return input;
}

// Ends the process the fast way: no destructors, the kernel frees everything at once.
[[noreturn]] void serve(const std::function<Bytes(const WorkerRequest&)>& handler, ByteView input) {
  for (;;) {
    auto frame = receiveFrame(kWorkerSocket, kMaxRequestBytes, Lending::accept, waitForever);
    if (!frame.ok())
      ::_exit(0);
    const WorkerRequest request{frame.value().payload, input, frame.value().file.get()};
    const Bytes reply = handler(request);
    if (!sendFrame(kWorkerSocket, reply, -1, waitForever).ok())
      ::_exit(0);
  }
}

} // namespace

int serveWorker(const std::function<Bytes(const WorkerRequest&)>& handler) {
  try {
    const auto input = prepare();
    if (!input.ok()) {
      std::fprintf(stderr, "%s\n", input.error().describe(false).c_str());
      return kExitNoSandbox;
    }
    serve(handler, input.value());
  } catch (const std::bad_alloc&) {
    ::_exit(kExitNoMemory);
  } catch (...) {
    ::_exit(kExitException);
  }
}

} // namespace photoscrub
