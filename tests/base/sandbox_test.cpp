// Every test gives up rights in a process of its own, since they never come back.
#include "base/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace photoscrub {
namespace {

// The exit status of a child that runs `body`.
template <class Body> int inChild(Body body) {
  const pid_t child = ::fork();
  if (child == 0)
    ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool refused(long result) {
  return result < 0 && errno == EPERM;
}

TEST(Sandbox, DescribesWhatIsActive) {
  EXPECT_EQ(SandboxState{}.describe(), "none");
  EXPECT_EQ((SandboxState{true, false}.describe()), "seccomp");
  EXPECT_EQ((SandboxState{true, true}.describe()), "seccomp, landlock");
}

TEST(Sandbox, TriesItselfWithoutGivingUpRightsHere) {
  const auto state = trySandbox();
  ASSERT_TRUE(state.ok());
  EXPECT_TRUE(state.value().seccomp);
  const int file = ::open("/dev/null", O_RDONLY);
  EXPECT_GE(file, 0);
  ::close(file);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1); // nobody is left
}

TEST(Sandbox, WorkerCannotReachFilesNetworkOrProcesses) {
  EXPECT_EQ(inChild([] {
              const auto state = enterWorkerSandbox();
              if (!state.ok())
                return 1;
              if (!state.value().seccomp)
                return 2;
              if (!refused(::open("/dev/null", O_RDONLY)))
                return 3;
              if (!refused(::socket(AF_UNIX, SOCK_STREAM, 0)))
                return 4;
              if (!refused(::kill(::getppid(), 0)))
                return 5;
              if (!refused(::unlink("photoscrub-never")))
                return 6;
              if (!refused(::syscall(SYS_fork)))
                return 7;
              return 0;
            }),
            0);
}

TEST(Sandbox, WorkerKeepsWhatItHasOpen) {
  const int file = ::memfd_create("open before", MFD_CLOEXEC);
  ASSERT_EQ(::write(file, "abc", 3), 3);
  EXPECT_EQ(inChild([file] {
              if (!enterWorkerSandbox().ok())
                return 1;
              struct stat info {};
              if (::fstat(file, &info) != 0 || info.st_size != 3)
                return 2;
              void* const memory = ::mmap(nullptr, 3, PROT_READ, MAP_PRIVATE, file, 0);
              if (memory == MAP_FAILED)
                return 3;
              char byte = 0;
              if (::pread(file, &byte, 1, 1) != 1 || byte != 'b')
                return 4;
              return ::close(file) == 0 ? 0 : 5;
            }),
            0);
  ::close(file);
}

TEST(Sandbox, MainProgramHasNoNetworkButLocalSockets) {
  EXPECT_EQ(inChild([] {
              if (!forbidNetwork().ok())
                return 1;
              for (const int family : {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET})
                if (!refused(::socket(family, SOCK_DGRAM, 0)))
                  return 2;
              if (::socket(AF_UNIX, SOCK_STREAM, 0) < 0)
                return 3;
              if (::open("/dev/null", O_RDONLY) < 0)
                return 4;
              if (::syscall(SYS_io_uring_setup, 1, nullptr) >= 0 || errno != ENOSYS)
                return 5;
              return 0;
            }),
            0);
}

TEST(Sandbox, NetworkStaysForbiddenInPrograms) {
  EXPECT_EQ(inChild([] {
              if (!forbidNetwork().ok())
                return 1;
              // bash opens /dev/tcp itself: a program that does not know of the filter.
              ::execl("/bin/bash", "bash", "-c",
                      "{ exec 3<>/dev/tcp/127.0.0.1/9; } 2>&1 | grep -q 'not permitted'", nullptr);
              return 127;
            }),
            0);
}

TEST(Sandbox, WorkerSandboxWorksUnderTheNetworkFilter) {
  EXPECT_EQ(inChild([] {
              if (!forbidNetwork().ok())
                return 1;
              return enterWorkerSandbox().ok() ? 0 : 2;
            }),
            0);
}

} // namespace
} // namespace photoscrub
