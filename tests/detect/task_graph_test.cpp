#include "detect/task_graph.h"

#include <atomic>
#include <mutex>

#include <gmock/gmock.h>

namespace photoscrub::detect {
namespace {

using ::testing::ElementsAre;

TEST(TaskGraph, RunsInTheOrderOfTheListOnOneThread) {
  std::vector<int> order;
  const auto note = [&](int i) { return [&order, i] { order.push_back(i); }; };
  runTasks({{note(0), {}}, {note(1), {}}, {note(2), {0}}, {note(3), {1, 2}}}, 1);
  EXPECT_THAT(order, ElementsAre(0, 1, 2, 3));
}

TEST(TaskGraph, RunsEachTaskOnceAndAfterWhatItWaitsFor) {
  constexpr std::size_t kTasks = 40;
  std::vector<std::atomic<int>> runs(kTasks);
  std::atomic<int> tooEarly = 0;
  std::vector<Task> tasks;
  for (std::size_t i = 0; i < kTasks; ++i) {
    std::vector<std::size_t> after;
    if (i >= 2)
      after = {i / 2, i - 2};
    tasks.push_back({[&runs, &tooEarly, i, after] {
                       for (const auto before : after)
                         tooEarly += runs[before] == 0;
                       ++runs[i];
                     },
                     after});
  }
  runTasks(tasks, 4);
  EXPECT_EQ(tooEarly, 0);
  for (const auto& count : runs)
    EXPECT_EQ(count, 1);
}

TEST(TaskGraph, RunsTasksThatDoNotWaitSideBySide) {
  // Each only ends when the other has begun.
  std::atomic<bool> begun[2] = {false, false};
  const auto meet = [&](int mine) {
    return [&begun, mine] {
      begun[mine] = true;
      begun[mine].notify_all();
      begun[1 - mine].wait(false);
    };
  };
  runTasks({{meet(0), {}}, {meet(1), {}}}, 2);
  EXPECT_TRUE(begun[0] && begun[1]);
}

TEST(TaskGraph, HasNothingToDoForAnEmptyList) {
  runTasks({}, 3);
}

} // namespace
} // namespace photoscrub::detect
