// What a worker must not do, and what becomes of one that tries or that never ends.
#include "base/file_descriptor.h"
#include "base/worker_fixture.h"

#include <sys/socket.h>

namespace photoscrub {
namespace {

class Forbidden : public testing::TestWithParam<const char*> {};

TEST_P(Forbidden, IsRefusedAndTheWorkerGoesOn) {
  Worker worker(testWorkerOptions());
  EXPECT_EQ(ask(worker, GetParam()), "EPERM");
  EXPECT_EQ(ask(worker, "still there"), "still there");
}

INSTANTIATE_TEST_SUITE_P(WorkerSandbox, Forbidden,
                         testing::Values("open", "create", "socket", "local socket", "execute",
                                         "fork", "vfork", "kill parent", "trace", "unlimit",
                                         "make executable", "map executable", "ring"),
                         [](const auto& verb) {
                           std::string text(verb.param);
                           std::erase(text, ' ');
                           return text;
                         });

TEST(WorkerSandbox, RefusesToConnectEvenALentSocket) {
  const FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_TRUE(socket.open());
  Worker worker(testWorkerOptions());
  EXPECT_EQ(ask(worker, "connect", socket.get()), "EPERM");
}

TEST(WorkerSandbox, KeepsTheInputReadOnly) {
  Worker worker(testWorkerOptions());
  auto input = worker.reserveInput(1000);
  ASSERT_TRUE(input.ok());
  EXPECT_EQ(ask(worker, "unprotect input"), "EACCES");
#ifdef PHOTOSCRUB_SANITIZED
  EXPECT_THAT(ask(worker, "write input"), testing::StartsWith("worker: exit status"));
#else
  EXPECT_EQ(ask(worker, "write input"), "worker: killed by signal 11");
#endif
  EXPECT_EQ(input.value()[0], 0);
}

TEST(WorkerLimits, AbortIsAnAnswer) {
  Worker worker(testWorkerOptions());
  EXPECT_EQ(ask(worker, "abort"), "worker: killed by signal 6");
  EXPECT_EQ(ask(worker, "again"), "again");
}

TEST(WorkerLimits, CrashIsAnAnswer) {
  Worker worker(testWorkerOptions());
#ifdef PHOTOSCRUB_SANITIZED
  EXPECT_EQ(ask(worker, "crash"), "worker: exit status 1"); // after their own report
#else
  EXPECT_EQ(ask(worker, "crash"), "worker: killed by signal 11");
#endif
  EXPECT_EQ(ask(worker, "again"), "again");
}

TEST(WorkerLimits, ExceptionIsAnAnswer) {
  Worker worker(testWorkerOptions());
  EXPECT_EQ(ask(worker, "throw"), "worker: exit status 70");
  EXPECT_EQ(ask(worker, "again"), "again");
}

TEST(WorkerLimits, StopsARequestThatComputesForEver) {
  auto options = testWorkerOptions();
  options.cpuLimit = std::chrono::milliseconds(100);
  options.wallLimit = std::chrono::minutes(10);
  Worker worker(options);
  EXPECT_EQ(ask(worker, "spin"), "worker: processor time limit");
  EXPECT_EQ(ask(worker, "again"), "again");
}

TEST(WorkerLimits, StopsARequestThatSleepsForEver) {
  auto options = testWorkerOptions();
  options.wallLimit = std::chrono::milliseconds(200);
  Worker worker(options);
  EXPECT_EQ(ask(worker, "sleep"), "worker: time limit");
  EXPECT_EQ(ask(worker, "again"), "again");
}

TEST(WorkerLimits, CountsProcessorTimePerRequest) {
  auto options = testWorkerOptions();
  options.cpuLimit = std::chrono::milliseconds(250);
  Worker worker(options);
  for (int i = 0; i < 5; ++i)
    ASSERT_EQ(ask(worker, "compute"), "done"); // 100 ms each
}

TEST(WorkerLimits, DoesNotCountLoading) {
  auto options = testWorkerOptions();
  options.arguments = {"slow"}; // 400 ms
  options.cpuLimit = std::chrono::milliseconds(250);
  Worker worker(options);
  EXPECT_EQ(ask(worker, "compute"), "done");
}

TEST(WorkerLimits, StopsARequestThatEatsMemory) {
#ifdef PHOTOSCRUB_SANITIZED
  GTEST_SKIP() << "sanitizers need the address space that the limit takes away";
#endif
  auto options = testWorkerOptions();
  options.memoryLimit = 256u << 20;
  Worker worker(options);
  EXPECT_EQ(ask(worker, "eat memory"), "worker: memory");
  EXPECT_EQ(ask(worker, "again"), "again");
}

TEST(WorkerLimits, RefusesAReplyThatIsTooLarge) {
  auto options = testWorkerOptions();
  options.maxReplyBytes = 3u << 20;
  {
    Worker worker(options);
    EXPECT_EQ(ask(worker, "huge reply").size(), 3u << 20);
  }
  options.maxReplyBytes -= 1;
  Worker worker(options);
  EXPECT_EQ(ask(worker, "huge reply"), "worker: message too large");
  EXPECT_EQ(ask(worker, "again"), "again");
}

} // namespace
} // namespace photoscrub
