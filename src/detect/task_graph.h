/// Runs tasks that wait for one another side by side on a few threads.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace photoscrub::detect {

struct Task {
  std::function<void()> run;      ///< must not throw
  std::vector<std::size_t> after; ///< tasks before this one that must have ended
};

/// Returns when all tasks have run, each once, on at most `threads` threads, the caller's among
/// them. Of the tasks that may start, the first in the list starts first. With one thread the
/// order is that of the list.
///
/// REQUIRES: every task only waits for tasks before it.
void runTasks(const std::vector<Task>& tasks, int threads);

} // namespace photoscrub::detect
