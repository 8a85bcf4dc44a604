/// Progress on stderr: a bar on a terminal, plain lines, or NDJSON events for wrappers.
#pragma once

#include "batch/run.h"

namespace photoscrub::cli {

enum class ProgressStyle {
  automatic, ///< a bar if stderr is a terminal and there is more than one file, else nothing
  plain,     ///< a line a file
  json,      ///< an event a line: {"event":"start"|"done","file":...,"done":n,"total":n}
  none,
};

/// Shows one step. Not thread-safe; a batch run calls it one at a time.
class ProgressDisplay {
public:
  explicit ProgressDisplay(ProgressStyle style);
  void show(const batch::Progress& progress);
  /// Takes the bar away before other text is printed.
  void clear();

private:
  ProgressStyle style_;
  bool barShown_ = false;
};

} // namespace photoscrub::cli
