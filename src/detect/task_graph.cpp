#include "detect/task_graph.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace photoscrub::detect {

namespace {
enum class Progress { waiting, running, ended };

class TaskRun {
public:
  explicit TaskRun(const std::vector<Task>& tasks)
      : tasks_(tasks), progress_(tasks.size(), Progress::waiting) {}

  /// One thread's share: takes what may start until nothing is left to take.
  void work() {
    std::unique_lock lock(mutex_);
    while (left() > 0) {
      const auto next = ready();
      if (!next) {
        changed_.wait(lock);
        continue;
      }
      progress_[*next] = Progress::running;
      lock.unlock();
      tasks_[*next].run();
      lock.lock();
      progress_[*next] = Progress::ended;
      changed_.notify_all();
    }
  }

private:
  std::ptrdiff_t left() const {
    return std::count(progress_.begin(), progress_.end(), Progress::waiting);
  }

  std::optional<std::size_t> ready() const {
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      const auto ended = [&](std::size_t other) { return progress_[other] == Progress::ended; };
      if (progress_[i] == Progress::waiting &&
          std::all_of(tasks_[i].after.begin(), tasks_[i].after.end(), ended))
        return i;
    }
    return std::nullopt;
  }

  const std::vector<Task>& tasks_;
  std::vector<Progress> progress_;
  std::mutex mutex_;
  std::condition_variable changed_;
};
} // namespace

void runTasks(const std::vector<Task>& tasks, int threads) {
  TaskRun run(tasks);
  std::vector<std::jthread> helpers;
  for (int i = 1; i < threads; ++i)
    helpers.emplace_back([&run] { run.work(); });
  run.work();
}

} // namespace photoscrub::detect
