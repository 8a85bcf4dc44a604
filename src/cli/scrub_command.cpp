#include "cli/scrub_command.h"

#include "batch/run.h"
#include "cli/option_words.h"
#include "cli/results.h"
#include "formats/registry.h"
#include "report/escape.h"

#include <algorithm>
#include <csignal>
#include <cstdio>

namespace photoscrub::cli {

namespace {

namespace fs = std::filesystem;
using detect::RegionKind;

volatile std::sig_atomic_t interrupted = 0; // the only thing a signal handler may touch

extern "C" void onInterrupt(int) {
  interrupted = 1;
}

ExitStatus usage(const std::string& message) {
  std::fprintf(stderr, "photoscrub: %s\nTry: photoscrub --help\n",
               report::forTerminal(message).c_str());
  return ExitStatus::usage;
}

std::optional<std::string> badReport(const std::string& path) {
  std::error_code ignored;
  if (path.empty())
    return std::nullopt;
  if (SavedReport::kindOf(path) == SavedReport::Kind::none)
    return "--report needs a file name that ends in .html or .csv.";
  if (fs::exists(path, ignored))
    return "the report " + path + " is there already; give it another name.";
  return std::nullopt;
}

// -o cleaned.jpg means a file; several photos need a folder.
bool namesAFileForMany(const ScrubArguments& arguments, const std::vector<fs::path>& paths) {
  const fs::path output = arguments.output;
  std::error_code ignored;
  const bool several = paths.size() > 1 || fs::is_directory(paths.front(), ignored);
  const auto extension = output.extension().string();
  return several && extension.size() > 1 && !fs::is_directory(output, ignored) &&
         std::any_of(formats::allFormats().begin(), formats::allFormats().end(),
                     [&extension](const formats::ContainerFormat* format) {
                       return formats::fits(format->type(), extension.substr(1));
                     });
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
  if (arguments.inPlace && !arguments.to.empty())
    return "--in-place keeps the name of each photo; use --output with --to.";
  if (arguments.noDetect && !redact.empty())
    return "--redact needs to look at the picture; leave out --no-detect.";
  if (arguments.noDetect && !arguments.annotate.empty())
    return "--annotate needs to look at the picture; leave out --no-detect.";
  if (arguments.style != "solid")
    return "--style " + arguments.style +
           " can be undone and is not offered; places are covered with --style solid.";
  return badReport(arguments.report);
}

} // namespace

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
  run.scrub.sensitivity = arguments.sensitivity;
  run.scrub.annotateFolder = arguments.annotate;
  run.scrub.toJpeg = arguments.to == "jpeg";
  if (const auto bad = readKeep(arguments.keep, run.scrub))
    return usage("--keep does not know \"" + *bad + "\".");
  if (const auto bad = readKinds(arguments.redact, run.scrub.redact))
    return usage("--redact does not know \"" + *bad + "\".");
  if (const auto bad = readLimits(arguments.limits, run.scrub.limits))
    return usage("--limit does not know \"" + *bad + "\".");
  if (const auto problem = contradiction(arguments, paths, run.scrub.redact))
    return usage(*problem);

  auto installation = scrub::findInstallation();
  if (!arguments.models.empty())
    installation.modelDir = fs::absolute(arguments.models);

  installation.sandbox = !arguments.noSandbox;
  if (arguments.noSandbox)
    std::fputs("photoscrub: --no-sandbox: the programs that open pictures keep all rights. A "
               "picture made to attack them could reach your files.\n",
               stderr);

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
  Results results(arguments);
  std::stop_source stop;
  std::signal(SIGINT, onInterrupt);
  std::signal(SIGTERM, onInterrupt);
  const batch::Listener listener{[&](const batch::Progress& progress) {
                                   if (interrupted != 0)
                                     stop.request_stop();
                                   results.progress(progress);
                                 },
                                 [&](const scrub::Outcome& outcome) { results.outcome(outcome); }};
  batch::run(items, run, installation, disk, listener, stop.get_token());
  return results.finish(disk);
}

} // namespace photoscrub::cli
