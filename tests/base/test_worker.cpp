// A worker program for the tests: the request names something to do, mostly something forbidden.
// Attempts answer "done" or the error number's name.
#include "base/worker.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>

#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace {

using photoscrub::asBytes;
using photoscrub::asText;
using photoscrub::Bytes;
using photoscrub::WorkerRequest;

Bytes text(std::string_view words) {
  const auto view = asBytes(words);
  return {view.begin(), view.end()};
}

Bytes attempt(long result) {
  if (result >= 0)
    return text("done");
  return text(errno == EPERM ? "EPERM" : errno == EACCES ? "EACCES" : std::to_string(errno));
}

[[noreturn]] void spin() {
  for (volatile unsigned count = 0;;)
    count = count + 1;
}

// Uses a certain amount of processor time, however busy the machine is.
void compute(std::chrono::milliseconds amount) {
  const auto used = [] {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  };
  for (const auto end = used() + amount; used() < end;) {
  }
}

Bytes writeInput(const WorkerRequest& request) {
  *const_cast<volatile std::uint8_t*>(request.input.data()) = 1;
  return text("done");
}

Bytes makeInputWritable(const WorkerRequest& request) {
  void* const page = const_cast<std::uint8_t*>(request.input.data());
  return attempt(::mprotect(page, 4096, PROT_READ | PROT_WRITE));
}

Bytes makeExecutable(const WorkerRequest&) {
  void* const page =
      ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return attempt(::mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

Bytes mapExecutable(const WorkerRequest&) {
  void* const page =
      ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return attempt(page == MAP_FAILED ? -1 : 0);
}

Bytes execute(const WorkerRequest&) {
  std::array<char*, 1> nothing{};
  return attempt(::execve("/bin/true", nothing.data(), nothing.data()));
}

Bytes fork(const WorkerRequest&) {
  const pid_t child = ::fork();
  if (child == 0)
    ::_exit(0);
  return attempt(child);
}

Bytes connect(const WorkerRequest& request) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  return attempt(
      ::connect(request.file, reinterpret_cast<const sockaddr*>(&address), sizeof address));
}

Bytes eatMemory(const WorkerRequest&) {
  std::vector<Bytes> kept;
  for (;;)
    kept.emplace_back(16u << 20);
}

Bytes useThread(const WorkerRequest&) {
  std::atomic<int> value = 0;
  std::thread([&] { value = 7; }).join();
  return text(std::to_string(value));
}

Bytes readLent(const WorkerRequest& request) {
  Bytes content(4096);
  const ssize_t got = ::pread(request.file, content.data(), content.size(), 0);
  if (got < 0)
    return attempt(got);
  content.resize(static_cast<std::size_t>(got));
  return content;
}

Bytes sumInput(const WorkerRequest& request) {
  const auto first = request.input.first(1000);
  return text(std::to_string(std::accumulate(first.begin(), first.end(), 0u)));
}

Bytes openDescriptors(const WorkerRequest&) {
  std::string list;
  for (int number = 0; number < 64; ++number)
    if (::fcntl(number, F_GETFD) >= 0)
      list += std::to_string(number) + " ";
  return text(list);
}

Bytes environment(const WorkerRequest&) {
  std::string names;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view variable(*entry);
    names += std::string(variable.substr(0, variable.find('='))) + " ";
  }
  return text(names);
}

using Verb = Bytes (*)(const WorkerRequest&);
const std::map<std::string_view, Verb> kVerbs{
    {"sum input", sumInput},
    {"read lent file", readLent},
    {"descriptors", openDescriptors},
    {"environment", environment},
    {"thread", useThread},
    {"compute",
     [](const WorkerRequest&) { return compute(std::chrono::milliseconds(100)), text("done"); }},
    {"own number", [](const WorkerRequest&) { return text(std::to_string(::getpid())); }},
    {"huge reply", [](const WorkerRequest&) { return Bytes(3u << 20, 0x5A); }},
    {"crash",
     [](const WorkerRequest&) -> Bytes {
       ::raise(SIGSEGV);
       std::abort();
     }},
    {"abort", [](const WorkerRequest&) -> Bytes { std::abort(); }},
    {"exit", [](const WorkerRequest&) -> Bytes { ::_exit(3); }},
    {"throw", [](const WorkerRequest&) -> Bytes { throw std::runtime_error("as asked"); }},
    {"spin", [](const WorkerRequest&) -> Bytes { spin(); }},
    {"sleep",
     [](const WorkerRequest&) -> Bytes {
       for (;;)
         ::pause(), ::usleep(100'000);
     }},
    {"eat memory", eatMemory},
    {"write input", writeInput},
    {"unprotect input", makeInputWritable},
    {"make executable", makeExecutable},
    {"map executable", mapExecutable},
    {"open", [](const WorkerRequest&) { return attempt(::open("/etc/passwd", O_RDONLY)); }},
    {"create", [](const WorkerRequest&) { return attempt(::creat("photoscrub-never", 0600)); }},
    {"socket", [](const WorkerRequest&) { return attempt(::socket(AF_INET, SOCK_STREAM, 0)); }},
    {"local socket",
     [](const WorkerRequest&) { return attempt(::socket(AF_UNIX, SOCK_STREAM, 0)); }},
    {"connect", connect},
    {"execute", execute},
    {"fork", fork},
    {"vfork",
     [](const WorkerRequest&) { return attempt(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }},
    {"kill parent", [](const WorkerRequest&) { return attempt(::kill(::getppid(), 0)); }},
    {"trace", [](const WorkerRequest&) { return attempt(::ptrace(PTRACE_TRACEME, 0, 0, 0)); }},
    {"unlimit", [](const WorkerRequest&) { return attempt(::prctl(PR_SET_DUMPABLE, 1)); }},
    {"ring",
     [](const WorkerRequest&) { return attempt(::syscall(SYS_io_uring_setup, 1, nullptr)); }},
};

Bytes answer(const WorkerRequest& request) {
  const auto words = asText(request.message);
  if (const auto verb = kVerbs.find(words); verb != kVerbs.end())
    return verb->second(request);
  return {request.message.begin(), request.message.end()};
}

} // namespace

// "slow" as its argument makes a program that takes long to load.
int main(int count, char** words) {
  if (count > 1 && std::string_view(words[1]) == "slow")
    compute(std::chrono::milliseconds(400));
  return photoscrub::serveWorker(answer);
}
