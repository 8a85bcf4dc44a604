/// Outcomes onto the terminal as they come, into the report file at the end, and the exit status.
#pragma once

#include "base/file_store.h"
#include "cli/exit_status.h"
#include "cli/scrub_arguments.h"
#include "report/text.h"

#include <filesystem>

namespace photoscrub::cli {

/// The report of --report: collected in memory, saved under its name once the run is over.
class SavedReport {
public:
  enum class Kind { none, html, csv };
  /// By the extension of the file's name; `none` for another one.
  static Kind kindOf(const std::filesystem::path& path);

  SavedReport(std::filesystem::path path, report::TextOptions options);
  void add(const scrub::Outcome& outcome);
  /// Does nothing without a path. Errors: io.
  Status save(const report::Totals& totals, FileStore& disk) const;

private:
  std::filesystem::path path_;
  Kind kind_;
  report::TextOptions options_;
  std::string lines_;
};

class Results {
public:
  /// `looked`: the pictures are to be looked at.
  Results(const ScrubArguments& arguments, bool looked);

  void outcome(const scrub::Outcome& outcome);
  void progress(const batch::Progress& progress) { display_.show(progress); }
  /// Summary, report file, exit status.
  ExitStatus finish(FileStore& disk);

private:
  void warnOfBasicTier(const scrub::Outcome& outcome);

  const ScrubArguments& arguments_;
  ProgressDisplay display_;
  report::TextOptions text_;
  SavedReport report_;
  report::Totals totals_;
  ExitStatus status_ = ExitStatus::clean;
  bool warned_ = false;
};

} // namespace photoscrub::cli
