#include "base/sandbox.h"

#include "base/landlock.h"
#include "base/os_error.h"
#include "base/sandbox_rules.h"

#include <initializer_list>
#include <memory>

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace photoscrub {

namespace {

// prctl(2); the distribution's header has the name only from Linux 5.17 on.
constexpr std::uint64_t kSetVma = 0x53564d41;

Error refused(std::string_view call, int number) {
  return {ErrorCode::internal, "The system refused to protect the program that opens pictures",
          osDetail(call, number)};
}

bool kernelHasSeccomp() {
  return ::prctl(PR_GET_SECCOMP) >= 0;
}

// A libseccomp filter under construction. The first failure sticks, so that rules can be listed
// without a test after each.
class Filter {
public:
  explicit Filter(std::uint32_t otherwise)
      : context_(::seccomp_init(otherwise), &::seccomp_release) {
    if (!context_)
      failure_ = -ENOMEM;
    // Calls by another architecture's numbers would bypass the rules (seccomp(2), "Caveats").
    attribute(SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(EPERM));
    // All threads, not just the one that asks.
    attribute(SCMP_FLTATR_CTL_TSYNC, 1);
  }

  void rule(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> conditions = {}) {
    if (failure_ != 0)
      return;
    failure_ = ::seccomp_rule_add_array(
        context_.get(), action, call, static_cast<unsigned>(conditions.size()), conditions.begin());
  }
  void allow(int call, std::initializer_list<scmp_arg_cmp> conditions = {}) {
    rule(SCMP_ACT_ALLOW, call, conditions);
  }

  Status load() {
    if (failure_ == 0)
      failure_ = ::seccomp_load(context_.get());
    if (failure_ != 0)
      return refused("seccomp", -failure_);
    return {};
  }

private:
  void attribute(scmp_filter_attr which, std::uint32_t value) {
    if (failure_ == 0)
      failure_ = ::seccomp_attr_set(context_.get(), which, value);
  }

  std::unique_ptr<void, decltype(&::seccomp_release)> context_;
  int failure_ = 0;
};

scmp_arg_cmp argumentIs(unsigned index, std::uint64_t value) {
  return {index, SCMP_CMP_EQ, value, 0};
}
scmp_arg_cmp argumentIsNot(unsigned index, std::uint64_t value) {
  return {index, SCMP_CMP_NE, value, 0};
}
scmp_arg_cmp maskedArgumentIs(unsigned index, std::uint64_t mask, std::uint64_t value) {
  return {index, SCMP_CMP_MASKED_EQ, mask, value};
}

void addConditionalRules(Filter& filter) {
  // No memory that can be executed: injected code stays data.
  filter.allow(SCMP_SYS(mmap), {maskedArgumentIs(2, PROT_EXEC, 0)});
  filter.allow(SCMP_SYS(mprotect), {maskedArgumentIs(2, PROT_EXEC, 0)});
  // Threads but no processes. The flags of clone3 lie in memory where a filter cannot see them;
  // glibc falls back to clone when it is told that the kernel has no clone3.
  filter.allow(SCMP_SYS(clone), {maskedArgumentIs(0, CLONE_THREAD, CLONE_THREAD)});
  filter.rule(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));
  // abort() signals its own thread; the process number cannot change any more.
  filter.allow(SCMP_SYS(tgkill), {argumentIs(0, static_cast<std::uint64_t>(::getpid()))});
  // Reading limits (no new value given), never setting them.
  filter.allow(SCMP_SYS(prlimit64), {argumentIs(2, 0)});
  // glibc's fstat(). With a path it would tell whether a file exists, and nothing of its content.
  filter.allow(SCMP_SYS(newfstatat), {argumentIs(3, AT_EMPTY_PATH)});
  for (const std::uint64_t command : {F_GETFD, F_SETFD, F_GETFL})
    filter.allow(SCMP_SYS(fcntl), {argumentIs(1, command)});
  for (const std::uint64_t option : {std::uint64_t{PR_SET_NAME}, kSetVma})
    filter.allow(SCMP_SYS(prctl), {argumentIs(0, option)});
#ifdef PHOTOSCRUB_SANITIZED
  // The sanitizers learn whether memory can be read by writing it into a pipe.
  filter.allow(SCMP_SYS(pipe));
  filter.allow(SCMP_SYS(pipe2));
#endif
}

} // namespace

std::string SandboxState::describe() const {
  if (seccomp && landlock)
    return "seccomp, landlock";
  if (seccomp)
    return "seccomp";
  return landlock ? "landlock" : "none";
}

Result<SandboxState> enterWorkerSandbox() {
  SandboxState state;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return refused("no_new_privs", errno);
  PHOTOSCRUB_TRY(landlock, denyFileSystem());
  state.landlock = landlock;
  if (!kernelHasSeccomp())
    return state;
  Filter filter(SCMP_ACT_ERRNO(EPERM));
  for (const int call : kWorkerCalls)
    filter.allow(call);
  addConditionalRules(filter);
  PHOTOSCRUB_CHECK(filter.load());
  state.seccomp = true;
  return state;
}

Result<SandboxState> trySandbox() {
  // The child's exit status is its answer: one bit for each part that is active.
  constexpr int kSeccomp = 1, kLandlock = 2, kFailed = 4;
  const pid_t child = ::fork();
  if (child < 0)
    return refused("fork", errno);
  if (child == 0) {
    const auto state = enterWorkerSandbox();
    ::_exit(state.ok()
                ? (state.value().seccomp ? kSeccomp : 0) | (state.value().landlock ? kLandlock : 0)
                : kFailed);
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return refused("waitpid", errno);
  if (!WIFEXITED(status) || WEXITSTATUS(status) >= kFailed)
    return refused("sandbox", 0);
  return SandboxState{(WEXITSTATUS(status) & kSeccomp) != 0,
                      (WEXITSTATUS(status) & kLandlock) != 0};
}

Result<SandboxState> forbidNetwork() {
  SandboxState state;
  if (!kernelHasSeccomp())
    return state;
  Filter filter(SCMP_ACT_ALLOW);
  filter.rule(SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), {argumentIsNot(0, AF_UNIX)});
  // A ring can make sockets without the system call that is filtered here (io_uring_prep_socket).
  filter.rule(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(io_uring_setup));
  PHOTOSCRUB_CHECK(filter.load());
  state.seccomp = true;
  return state;
}

} // namespace photoscrub
