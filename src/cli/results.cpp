#include "cli/results.h"

#include "report/csv.h"
#include "report/escape.h"
#include "report/html.h"
#include "report/json.h"

#include <algorithm>
#include <cstdio>

namespace photoscrub::cli {

SavedReport::Kind SavedReport::kindOf(const std::filesystem::path& path) {
  const auto extension = path.extension();
  return extension == ".html" ? Kind::html : extension == ".csv" ? Kind::csv : Kind::none;
}

SavedReport::SavedReport(std::filesystem::path path, report::TextOptions options)
    : path_(std::move(path)), kind_(kindOf(path_)), options_(options) {
  options_.showValues = false; // promise 4
}

void SavedReport::add(const scrub::Outcome& outcome) {
  if (kind_ == Kind::html)
    lines_ += report::htmlRow(outcome, options_);
  else if (kind_ == Kind::csv)
    lines_ += report::csvLine(outcome);
}

Status SavedReport::save(const report::Totals& totals, FileStore& disk) const {
  if (kind_ == Kind::none)
    return {};
  const auto text = kind_ == Kind::html ? report::htmlPage(lines_, totals, options_)
                                        : report::csvHeader() + lines_;
  PHOTOSCRUB_TRY(pending, disk.create(path_.parent_path()));
  const std::vector<ByteView> pieces = {asBytes(text)};
  PHOTOSCRUB_CHECK(pending->write(pieces));
  return pending->commit(path_.filename().string(), Replace::no);
}

Results::Results(const ScrubArguments& arguments, bool looked)
    : arguments_(arguments),
      display_(arguments.json && arguments.progress == ProgressStyle::automatic
                   ? ProgressStyle::none
                   : arguments.progress),
      text_{arguments.checkOnly, looked, arguments.showValues, arguments.verbose},
      report_(arguments.report, text_) {}

void Results::outcome(const scrub::Outcome& outcome) {
  display_.clear();
  totals_.add(outcome);
  report_.add(outcome);
  status_ = worse(status_, statusFor(outcome.status));
  const auto text =
      arguments_.json
          ? report::jsonLine(outcome, {arguments_.showValues, arguments_.verbose}) + "\n"
          : report::describe(outcome, text_);
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
  warnOfBasicTier(outcome);
}

ExitStatus Results::finish(FileStore& disk) {
  display_.clear();
  const auto saved = report_.save(totals_, disk);
  if (!saved.ok()) {
    std::fprintf(stderr, "photoscrub: the report could not be saved: %s\n",
                 report::forTerminal(saved.error().describe(arguments_.verbose)).c_str());
    status_ = worse(status_, ExitStatus::error);
  }
  if (!arguments_.json)
    std::fprintf(stdout, "\n%s", report::summarise(totals_, text_).c_str());
  // A full disk or a closed pipe must not look like success.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    return worse(status_, ExitStatus::error);
  return status_;
}

void Results::warnOfBasicTier(const scrub::Outcome& outcome) {
  const bool basic =
      std::any_of(outcome.detectors.begin(), outcome.detectors.end(),
                  [](const detect::DetectorInfo& detector) { return detector.tier == "basic"; });
  if (!basic || warned_)
    return;
  warned_ = true;
  std::fputs("photoscrub: model files are missing, so only the basic detectors run. They "
             "overlook many faces and texts. Get them with: photoscrub models fetch\n",
             stderr);
}

} // namespace photoscrub::cli
