#include "batch/run.h"

#include "base/cores.h"
#include "scrub/scrubber.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

namespace photoscrub::batch {

namespace {

using scrub::Outcome;

// Temporaries of runs that were killed, before this run adds its own.
void removeStaleFiles(const std::vector<Item>& items, FileStore& disk) {
  std::set<std::filesystem::path> folders;
  for (const auto& item : items)
    folders.insert(item.target.folder);
  for (const auto& folder : folders)
    if (disk.look(folder).ok())
      static_cast<void>(disk.removeStale(folder));
}

Outcome withError(const Item& item, Error error) {
  Outcome outcome;
  outcome.input = item.input;
  outcome.status = error.code == ErrorCode::unsupported ? scrub::OutcomeStatus::refused
                                                        : scrub::OutcomeStatus::failed;
  outcome.error = std::move(error);
  return outcome;
}

class Pool {
public:
  Pool(const std::vector<Item>& items, const RunOptions& options,
       const scrub::Installation& installation, FileStore& disk, const Listener& listener,
       std::stop_token stop)
      : items_(items), options_(options), installation_(installation), disk_(disk),
        listener_(listener), stop_(std::move(stop)) {}

  void run(unsigned jobs) {
    std::vector<std::jthread> threads;
    for (unsigned i = 1; i < jobs; ++i)
      threads.emplace_back([this] { work(); });
    work();
  }

private:
  void work() {
    scrub::Scrubber scrubber(options_.scrub, installation_, disk_);
    for (;;) {
      const auto index = next_.fetch_add(1);
      if (index >= items_.size())
        return;
      const auto& item = items_[index];
      report(item, nullptr);
      const auto outcome = one(scrubber, item);
      report(item, &outcome);
    }
  }

  Outcome one(scrub::Scrubber& scrubber, const Item& item) {
    auto outcome = scrubbed(scrubber, item);
    if (!item.named.empty())
      outcome.input = item.named;
    return outcome;
  }

  Outcome scrubbed(scrub::Scrubber& scrubber, const Item& item) {
    if (item.refused)
      return withError(item, *item.refused);
    if (stop_.stop_requested())
      return withError(item, {ErrorCode::cancelled, "Stopped before this file was begun", ""});
    return options_.checkOnly ? scrubber.check(item.input)
                              : scrubber.clean(item.input, item.target);
  }

  void report(const Item& item, const Outcome* outcome) {
    const std::lock_guard lock(mutex_);
    if (outcome) {
      ++done_;
      if (listener_.outcome)
        listener_.outcome(*outcome);
    }
    if (listener_.progress)
      listener_.progress(
          {done_, items_.size(), item.named.empty() ? item.input : item.named, outcome != nullptr});
  }

  const std::vector<Item>& items_;
  const RunOptions& options_;
  const scrub::Installation& installation_;
  FileStore& disk_;
  const Listener& listener_;
  std::stop_token stop_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::size_t done_ = 0; // under mutex_
};

} // namespace

void run(const std::vector<Item>& items, const RunOptions& options,
         const scrub::Installation& installation, FileStore& disk, const Listener& listener,
         std::stop_token stop) {
  if (items.empty())
    return;
  const unsigned cores = usableCores();
  unsigned jobs = options.jobs == 0 ? cores : options.jobs;
  jobs = static_cast<unsigned>(std::min<std::size_t>(jobs, items.size()));
  auto place = installation;
  place.visionThreads = static_cast<int>(std::max(1u, cores / jobs));
  if (!options.checkOnly)
    removeStaleFiles(items, disk);
  Pool(items, options, place, disk, listener, std::move(stop)).run(jobs);
}

} // namespace photoscrub::batch
