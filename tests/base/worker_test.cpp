#include "base/file_descriptor.h"
#include "base/worker.h"
#include "base/worker_fixture.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace photoscrub {
namespace {

using testing::Eq;
using testing::HasSubstr;
using testing::Not;

TEST(Worker, AnswersRequests) {
  Worker worker(testWorkerOptions());
  EXPECT_EQ(ask(worker, "good morning"), "good morning");
  EXPECT_EQ(ask(worker, ""), "");
  EXPECT_EQ(ask(worker, "thread"), "7");
}

TEST(Worker, CarriesMessagesLargerThanTheSocketBuffer) {
  Worker worker(testWorkerOptions());
  Bytes large(5'000'000);
  for (std::size_t i = 0; i < large.size(); ++i)
    large[i] = static_cast<std::uint8_t>(i * 31 >> 3);
  const auto reply = worker.call(large);
  ASSERT_TRUE(reply.ok()) << reply.error().describe(true);
  EXPECT_TRUE(reply.value() == large);
}

TEST(Worker, SharesTheInputWithoutCopying) {
  Worker worker(testWorkerOptions());
  auto input = worker.reserveInput(1000);
  ASSERT_TRUE(input.ok());
  std::ranges::fill(input.value(), std::uint8_t{3});
  EXPECT_EQ(ask(worker, "sum input"), "3000");
  std::ranges::fill(input.value(), std::uint8_t{5});
  EXPECT_EQ(ask(worker, "sum input"), "5000");
}

TEST(Worker, RefusesMoreInputThanItsCapacity) {
  Worker worker(testWorkerOptions());
  EXPECT_TRUE(worker.reserveInput(1u << 20).ok());
  const auto refused = worker.reserveInput((1u << 20) + 1);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::limit);
}

TEST(Worker, GivesTheMemoryOfALargeInputBack) {
  auto options = testWorkerOptions();
  options.inputCapacity = 100u << 20;
  Worker worker(options);
  auto large = worker.reserveInput(70u << 20);
  ASSERT_TRUE(large.ok());
  std::ranges::fill(large.value(), std::uint8_t{1});
  EXPECT_EQ(ask(worker, "sum input"), "1000");
  const auto small = worker.reserveInput(1000);
  ASSERT_TRUE(small.ok());
  EXPECT_TRUE(std::ranges::all_of(small.value(), [](auto byte) { return byte == 0; }));
  EXPECT_EQ(ask(worker, "sum input"), "0");
}

TEST(Worker, KeepsItsInputAcrossARestart) {
  Worker worker(testWorkerOptions());
  auto input = worker.reserveInput(1000);
  ASSERT_TRUE(input.ok());
  std::ranges::fill(input.value(), std::uint8_t{2});
  EXPECT_EQ(ask(worker, "abort"), "worker: killed by signal 6");
  EXPECT_EQ(ask(worker, "sum input"), "2000");
}

TEST(Worker, LendsAnOpenFile) {
  Worker worker(testWorkerOptions());
  const FileDescriptor file(::memfd_create("lent", MFD_CLOEXEC));
  ASSERT_EQ(::write(file.get(), "lent words", 10), 10);
  EXPECT_EQ(ask(worker, "read lent file", file.get()), "lent words");
  EXPECT_EQ(ask(worker, "read lent file"), "9"); // EBADF: it was lent for one request
  EXPECT_EQ(ask(worker, "descriptors"), "0 1 2 3 ");
}

TEST(Worker, InheritsNoDescriptorAndNoEnvironment) {
  ::setenv("PHOTOSCRUB_TEST_SECRET", "1", 1);
  const FileDescriptor leaking(::memfd_create("not cloexec", 0));
  Worker worker(testWorkerOptions());
  EXPECT_EQ(ask(worker, "descriptors"), "0 1 2 3 ");
  EXPECT_THAT(ask(worker, "environment"), Not(HasSubstr("SECRET")));
  EXPECT_THAT(ask(worker, "environment"), Not(HasSubstr("LD_LIBRARY_PATH")));
}

TEST(Worker, WantsOneReceiveForEachSend) {
  Worker worker(testWorkerOptions());
  EXPECT_EQ(worker.receive().error().code, ErrorCode::internal);
  ASSERT_TRUE(worker.send(asBytes("one")).ok());
  EXPECT_EQ(worker.send(asBytes("two")).error().code, ErrorCode::internal);
  EXPECT_THAT(asText(worker.receive().value()), Eq("one"));
}

TEST(Worker, ReportsAProgramThatIsMissing) {
  auto options = testWorkerOptions();
  options.executable = "/nonexistent/worker";
  Worker worker(options);
  EXPECT_THAT(ask(worker, "hello"), HasSubstr("worker: posix_spawn"));
}

TEST(Worker, ReportsAProgramThatIsNoWorker) {
  auto options = testWorkerOptions();
  options.executable = "/bin/false";
  Worker worker(options);
  EXPECT_EQ(ask(worker, "hello"), "worker: exit status 1");
}

TEST(Worker, MovesWithItsProcess) {
  Worker first(testWorkerOptions());
  const auto number = ask(first, "own number");
  Worker second(std::move(first));
  EXPECT_EQ(ask(second, "own number"), number);
}

TEST(Worker, NoticesThatItsIdleProcessDied) {
  Worker worker(testWorkerOptions());
  const auto number = ask(worker, "own number");
  const pid_t process = std::stoi(number);
  ::kill(process, SIGKILL);
  siginfo_t info{};
  ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(process), &info, WEXITED | WNOWAIT), 0);
  EXPECT_NE(ask(worker, "own number"), number);
}

std::size_t openDescriptorCount() {
  const std::filesystem::directory_iterator list("/proc/self/fd");
  return static_cast<std::size_t>(std::distance(begin(list), end(list)));
}

TEST(Worker, LeavesNoProcessAndNoDescriptorBehind) {
  const auto before = openDescriptorCount();
  {
    Worker worker(testWorkerOptions());
    for (int i = 0; i < 50; ++i)
      EXPECT_EQ(ask(worker, "exit"), "worker: exit status 3");
    ASSERT_TRUE(worker.start().ok());
  }
  EXPECT_EQ(openDescriptorCount(), before);
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(Worker, OutlivesTheThreadThatStartedIt) {
  Worker worker(testWorkerOptions());
  std::string number;
  std::thread([&] { number = ask(worker, "own number"); }).join();
  EXPECT_EQ(ask(worker, "own number"), number);
}

TEST(Worker, WorksInSeveralThreadsAtOnce) {
  const auto job = [] {
    Worker worker(testWorkerOptions());
    for (int i = 0; i < 20; ++i) {
      const auto words = std::to_string(i);
      EXPECT_EQ(ask(worker, i % 5 == 4 ? "exit" : words),
                i % 5 == 4 ? "worker: exit status 3" : words);
    }
  };
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back(job);
}

// Starts a worker in a process of its own, lets it spin, and kills that process.
TEST(Worker, EndsWithItsParentEvenWhenBusy) {
  int numbers[2];
  ASSERT_EQ(::pipe(numbers), 0);
  const pid_t parent = ::fork();
  if (parent == 0) {
    ::close(numbers[0]);
    Worker worker(testWorkerOptions());
    const pid_t process = std::stoi(ask(worker, "own number"));
    const bool sent = worker.send(asBytes("spin")).ok();
    const auto written = ::write(numbers[1], &process, sent ? sizeof process : 0);
    for (;;)
      static_cast<void>(written), ::pause();
  }
  ::close(numbers[1]);
  pid_t process = 0;
  ASSERT_EQ(::read(numbers[0], &process, sizeof process), static_cast<ssize_t>(sizeof process));
  ::close(numbers[0]);
  ASSERT_EQ(::kill(process, 0), 0);
  ::kill(parent, SIGKILL);
  ::waitpid(parent, nullptr, 0);
  // The worker is nobody's child here: it is gone, or waits for init to collect it.
  const auto gone = [&] {
    if (::kill(process, 0) != 0)
      return true;
    std::ifstream status("/proc/" + std::to_string(process) + "/stat");
    const std::string line((std::istreambuf_iterator<char>(status)), {});
    return line.find(") Z ") != std::string::npos;
  };
  while (!gone())
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}

TEST(Worker, KeepsItsRightsOnlyWhereThatIsAskedFor) {
  Worker usual(testWorkerOptions());
  EXPECT_EQ(ask(usual, "open"), "EPERM");
  auto options = testWorkerOptions();
  options.sandbox = false;
  Worker trusted(options);
  EXPECT_EQ(ask(trusted, "open"), "done");
}

} // namespace
} // namespace photoscrub
