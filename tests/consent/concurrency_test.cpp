/// Several threads and processes at one register.
#include "consent/register.h"
#include "consent/support.h"
#include "support/temporary_folder.h"

#include <atomic>
#include <latch>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace photoscrub::consent {

namespace {

using photoscrub::test::TemporaryFolder;

std::string nameOf(int who, int what) {
  std::string name = "C-";
  name += std::to_string(who);
  name += '-';
  return name += std::to_string(what);
}

/// Adds `count` records, opening the register anew for each third of them.
bool addSome(const std::filesystem::path& file, int who, int count) {
  int added = 0;
  while (added < count) {
    auto kept = Register::open(file);
    if (!kept.ok())
      return false;
    for (int i = 0; i < (count + 2) / 3 && added < count; ++i)
      if (!kept.value().add(test::record(nameOf(who, added++))).ok())
        return false;
  }
  return true;
}

} // namespace

TEST(Concurrency, ThreadsThatAddAtOnceLoseNothing) {
  constexpr int kThreads = 6, kRecords = 12;
  const TemporaryFolder folder;
  const auto file = folder / "new" / "consent.db"; // they make it at once too
  std::atomic<int> failed = 0;
  std::latch start(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i)
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        failed += addSome(file, i, kRecords) ? 0 : 1;
      });
  }
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(Register::open(file).value().all().value().size(),
            static_cast<std::size_t>(kThreads * kRecords));
}

TEST(Concurrency, ProcessesThatAddAtOnceLoseNothing) {
  constexpr int kProcesses = 6, kRecords = 12;
  const TemporaryFolder folder;
  const auto file = folder / "consent.db";
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
      ::_exit(addSome(file, i, kRecords) ? 0 : 1);
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  const auto kept = Register::open(file);
  for (int i = 0; i < kProcesses; ++i)
    for (int j = 0; j < kRecords; ++j)
      EXPECT_TRUE(kept.value().find(nameOf(i, j)).value().has_value()) << nameOf(i, j);
}

TEST(Concurrency, OneOfManyGetsAReference) {
  constexpr int kThreads = 8;
  const TemporaryFolder folder;
  std::atomic<int> added = 0, refused = 0;
  std::latch start(kThreads);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i)
      threads.emplace_back([&] {
        auto kept = Register::open(folder / "consent.db");
        start.arrive_and_wait();
        if (kept.ok())
          ++(kept.value().add(test::record()).ok() ? added : refused);
      });
  }
  EXPECT_EQ(added, 1);
  EXPECT_EQ(refused, kThreads - 1);
}

// Every claim that was confirmed is in the list of a withdrawal that was confirmed, and a claim
// that began after the withdrawal was confirmed is refused.
TEST(Concurrency, NoClaimAfterAWithdrawal) {
  constexpr int kThreads = 4, kRounds = 10;
  for (int round = 0; round < kRounds; ++round) {
    const TemporaryFolder folder;
    const auto file = folder / "consent.db";
    { ASSERT_TRUE(Register::open(file).value().add(test::record()).ok()); }
    std::atomic<bool> withdrawn = false;
    std::atomic<int> claimed = 0, late = 0, other = 0;
    std::latch start(kThreads + 1);
    std::size_t listed = 0;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([&] {
          auto kept = Register::open(file);
          start.arrive_and_wait();
          for (bool holds = true, before = false; holds && !before;) {
            before = withdrawn;
            const auto claim = kept.value().claim(test::use(), "2026-11-21");
            holds = claim.ok();
            claimed += holds ? 1 : 0;
            late += holds && before ? 1 : 0;
            other += !holds && claim.error().code != ErrorCode::refused ? 1 : 0;
          }
        });
      auto kept = Register::open(file);
      start.arrive_and_wait();
      const auto uses = kept.value().withdraw("C-1", "2026-11-21");
      ASSERT_TRUE(uses.ok());
      withdrawn = true;
      listed = uses.value().size();
    }
    EXPECT_EQ(late, 0);
    EXPECT_EQ(other, 0);
    EXPECT_EQ(listed, static_cast<std::size_t>(claimed));
  }
}

} // namespace photoscrub::consent
