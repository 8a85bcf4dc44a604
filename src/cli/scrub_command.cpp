#include "cli/scrub_command.h"

#include "batch/run.h"
#include "formats/file_type.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/text.h"
#include "scrub/options.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

#include <CLI/CLI.hpp>

namespace photoscrub::cli {

namespace {

namespace fs = std::filesystem;
using detect::RegionKind;

const std::map<std::string, ProgressStyle> kProgressStyles = {{"auto", ProgressStyle::automatic},
                                                              {"plain", ProgressStyle::plain},
                                                              {"json", ProgressStyle::json},
                                                              {"none", ProgressStyle::none}};

volatile std::sig_atomic_t interrupted = 0; // the only thing a signal handler may touch

extern "C" void onInterrupt(int) {
  interrupted = 1;
}

ExitStatus usage(const std::string& message) {
  std::fprintf(stderr, "photoscrub: %s\nTry: photoscrub --help\n",
               report::forTerminal(message).c_str());
  return ExitStatus::usage;
}

// NUL separated if there is a NUL in it, else one path a line.
std::vector<fs::path> splitList(const std::string& text) {
  const char separator = text.find('\0') == std::string::npos ? '\n' : '\0';
  std::vector<fs::path> paths;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find(separator, begin), text.size());
    auto line = text.substr(begin, end - begin);
    if (separator == '\n' && line.ends_with('\r'))
      line.pop_back();
    if (!line.empty())
      paths.emplace_back(line);
    begin = end + 1;
  }
  return paths;
}

bool readList(const std::string& source, std::vector<fs::path>& paths) {
  std::string text;
  if (source == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::ifstream file(source, std::ios::binary);
    if (!file)
      return false;
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  for (auto& path : splitList(text))
    paths.push_back(std::move(path));
  return true;
}

std::vector<std::string> splitWords(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0; begin <= text.size() && !text.empty();) {
    const auto end = std::min(text.find(',', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

// Fills `kinds`; returns a word that is no kind, or nothing.
std::optional<std::string> readKinds(const std::vector<std::string>& words,
                                     std::set<RegionKind>& kinds) {
  for (const auto& word : words) {
    if (word == "none") {
      kinds.clear();
    } else if (word == "all") {
      for (int i = 0; i < detect::kRegionKinds; ++i)
        kinds.insert(static_cast<RegionKind>(i));
    } else if (const auto kind = detect::regionKindFrom(word)) {
      kinds.insert(*kind);
    } else {
      return word;
    }
  }
  return std::nullopt;
}

// `colour` is kept unless --keep is given without it. Returns a word that means nothing.
std::optional<std::string> readKeep(const std::vector<std::string>& words,
                                    scrub::ScrubOptions& options) {
  if (words.empty())
    return std::nullopt;
  options.keepColour = false;
  const std::map<std::string, bool*> meanings = {{"colour", &options.keepColour},
                                                 {"copyright", &options.keep.copyright},
                                                 {"credit", &options.keep.credit},
                                                 {"caption", &options.keep.caption},
                                                 {"time", &options.keep.time}};
  for (const auto& word : words) {
    const auto meaning = meanings.find(word);
    if (meaning == meanings.end())
      return word;
    *meaning->second = true;
  }
  return std::nullopt;
}

// Prints outcomes as they come and remembers the worst.
class Printer {
public:
  explicit Printer(const ScrubArguments& arguments)
      : arguments_(arguments),
        display_(arguments.json && arguments.progress == ProgressStyle::automatic
                     ? ProgressStyle::none
                     : arguments.progress),
        text_{arguments.checkOnly, !arguments.noDetect, arguments.showValues, arguments.verbose} {}

  void outcome(const scrub::Outcome& outcome) {
    display_.clear();
    totals_.add(outcome);
    status_ = worse(status_, statusFor(outcome.status));
    const auto text =
        arguments_.json
            ? report::jsonLine(outcome, {arguments_.showValues, arguments_.verbose}) + "\n"
            : report::describe(outcome, text_);
    std::fputs(text.c_str(), stdout);
    std::fflush(stdout);
    warnOfBasicTier(outcome);
  }

  void progress(const batch::Progress& progress) { display_.show(progress); }

  ExitStatus finish() {
    display_.clear();
    if (!arguments_.json)
      std::fputs(("\n" + report::summarise(totals_, text_)).c_str(), stdout);
    // A full disk or a closed pipe must not look like success.
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
      return worse(status_, ExitStatus::error);
    return status_;
  }

private:
  void warnOfBasicTier(const scrub::Outcome& outcome) {
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

  const ScrubArguments& arguments_;
  ProgressDisplay display_;
  report::TextOptions text_;
  report::Totals totals_;
  ExitStatus status_ = ExitStatus::clean;
  bool warned_ = false;
};

// -o cleaned.jpg means a file; several photos need a folder.
bool namesAFileForMany(const ScrubArguments& arguments, const std::vector<fs::path>& paths) {
  const fs::path output = arguments.output;
  std::error_code ignored;
  const bool several = paths.size() > 1 || fs::is_directory(paths.front(), ignored);
  const auto extension = output.extension().string();
  return several && extension.size() > 1 && !fs::is_directory(output, ignored) &&
         (formats::fits(formats::FileType::jpeg, extension.substr(1)) ||
          formats::fits(formats::FileType::png, extension.substr(1)));
}

std::optional<std::string> contradiction(const ScrubArguments& arguments,
                                         const std::vector<fs::path>& paths,
                                         const std::set<RegionKind>& redact) {
  if (namesAFileForMany(arguments, paths))
    return "--output names one file, but there are several photos: name a folder.";
  if (arguments.inPlace && !arguments.output.empty())
    return "--in-place and --output cannot go together.";
  if (arguments.inPlace && arguments.neutralNames)
    return "--in-place keeps the name of each photo; leave out --neutral-names.";
  if (arguments.noDetect && !redact.empty())
    return "--redact needs to look at the picture; leave out --no-detect.";
  if (arguments.style != "solid")
    return "--style " + arguments.style +
           " can be undone and is not offered; places are covered with --style solid.";
  return std::nullopt;
}

} // namespace

void addScrubOptions(CLI::App& command, ScrubArguments& arguments) {
  command.add_option("PATH", arguments.paths, "Photos or folders");
  command
      .add_option("--files-from", arguments.filesFrom,
                  "Read paths from FILE (- for standard input), one a line or NUL separated")
      ->type_name("FILE");
  command.add_flag("-r,--recursive", arguments.recursive, "Folders with their subfolders");
  command.add_option("-j,--jobs", arguments.jobs, "Files at a time (default: one for each core)")
      ->check(CLI::Range(1u, 256u))
      ->option_text("N");
  command.add_flag("--no-detect", arguments.noDetect, "Metadata only: do not look at the picture");
  command.add_flag("--json", arguments.json, "One JSON object a line and file on standard output");
  command.add_flag("--hash", arguments.hash, "Add SHA-256 of input and output to the JSON");
  command.add_option("--progress", arguments.progress, "Progress on standard error")
      ->transform(CLI::CheckedTransformer(kProgressStyles))
      ->option_text("auto|plain|json|none");
  command.add_option("--models", arguments.models, "Folder with the model files")->type_name("DIR");
  command.add_flag("--verbose", arguments.verbose, "Every finding and the details of errors");
  command.add_option("--keep", arguments.keep, "What may stay (default: colour)")
      ->join(',')
      ->type_name("copyright,credit,caption,colour,time");
  if (arguments.checkOnly) {
    command.add_flag("--show-values", arguments.showValues,
                     "Show what was found, here on this terminal");
    return;
  }
  command.add_option("-o,--output", arguments.output, "Clean copy: a file, or a folder")
      ->type_name("FILE|DIR");
  command.add_flag("--in-place", arguments.inPlace,
                   "Replace the original, after the copy was verified");
  command
      .add_option("--redact", arguments.redact,
                  "Cover these kinds for good: all, none, face, person, identifier, text, "
                  "barcode, screen, wristband, badge, document")
      ->join(',') // --redact face --redact text is face,text
      ->type_name("KIND,...");
  command.add_option("--style", arguments.style, "How places are covered: solid, for good")
      ->check(CLI::IsMember({"solid", "pixelate", "blur"}))
      ->option_text("solid");
  command.add_flag("--neutral-names", arguments.neutralNames,
                   "Call the copies photo-0001.jpg, photo-0002.jpg, ...");
}

ExitStatus runScrub(const ScrubArguments& arguments) {
  std::vector<fs::path> paths(arguments.paths.begin(), arguments.paths.end());
  if (!arguments.filesFrom.empty() && !readList(arguments.filesFrom, paths))
    return usage("the list " + arguments.filesFrom + " cannot be read.");
  if (paths.empty())
    return usage("name at least one photo or folder.");

  batch::RunOptions run;
  run.checkOnly = arguments.checkOnly;
  run.jobs = arguments.jobs;
  run.scrub.detect = !arguments.noDetect;
  run.scrub.withValues = arguments.showValues;
  run.scrub.hash = arguments.hash;
  run.scrub.neutralName = arguments.neutralNames;
  if (const auto bad = readKeep(splitWords(arguments.keep), run.scrub))
    return usage("--keep does not know \"" + *bad + "\".");
  if (const auto bad = readKinds(splitWords(arguments.redact), run.scrub.redact))
    return usage("--redact does not know \"" + *bad + "\".");
  if (const auto problem = contradiction(arguments, paths, run.scrub.redact))
    return usage(*problem);

  auto installation = scrub::findInstallation();
  if (!arguments.models.empty())
    installation.modelDir = fs::absolute(arguments.models);

  batch::WalkOptions walk;
  if (!arguments.output.empty())
    walk.output = arguments.output;
  walk.recursive = arguments.recursive;
  walk.inPlace = arguments.inPlace;
  walk.neutralNames = arguments.neutralNames;
  const auto items = batch::listFiles(paths, walk);
  if (items.empty()) {
    std::fputs("photoscrub: there is no file in the folder.\n", stderr);
    return ExitStatus::clean;
  }

  PosixFileStore disk;
  Printer printer(arguments);
  std::stop_source stop;
  std::signal(SIGINT, onInterrupt);
  std::signal(SIGTERM, onInterrupt);
  const batch::Listener listener{[&](const batch::Progress& progress) {
                                   if (interrupted != 0)
                                     stop.request_stop();
                                   printer.progress(progress);
                                 },
                                 [&](const scrub::Outcome& outcome) { printer.outcome(outcome); }};
  batch::run(items, run, installation, disk, listener, stop.get_token());
  return printer.finish();
}

} // namespace photoscrub::cli
