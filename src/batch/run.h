/// Many files, several at a time. Knows no terminal: whoever calls it gets events and outcomes.
#pragma once

#include "base/file_store.h"
#include "batch/walk.h"
#include "scrub/options.h"
#include "scrub/outcome.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace photoscrub::batch {

struct RunOptions {
  scrub::ScrubOptions scrub;
  bool checkOnly = false;
  unsigned jobs = 0; ///< files at a time; 0: one for each core, not more than there are files
};

/// How far it is. Sent before and after each file.
struct Progress {
  std::size_t done = 0;
  std::size_t total = 0;
  const std::filesystem::path& file; ///< the one that begins or has just ended
  bool ended = false;
};

struct Listener {
  std::function<void(const Progress&)> progress;      ///< may be empty
  std::function<void(const scrub::Outcome&)> outcome; ///< each file, as it finishes
};

/// Works through `items`. Listener calls come one at a time, from several threads. After a stop
/// request, files that have begun are finished and the others come out as failed (cancelled).
void run(const std::vector<Item>& items, const RunOptions& options,
         const scrub::Installation& installation, FileStore& disk, const Listener& listener,
         std::stop_token stop);

} // namespace photoscrub::batch
