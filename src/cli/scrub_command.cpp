#include "cli/scrub_command.h"

#include "batch/run.h"
#include "cli/box_words.h"
#include "cli/consent_place.h"
#include "cli/effective_policy.h"
#include "cli/option_words.h"
#include "cli/results.h"
#include "formats/registry.h"
#include "report/escape.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <sstream>

namespace photoscrub::cli {

namespace {

namespace fs = std::filesystem;
using detect::RegionKind;

volatile std::sig_atomic_t interrupted = 0; // the only thing a signal handler may touch

extern "C" void onInterrupt(int) {
  interrupted = 1;
}

ExitStatus usage(const std::string& message) {
  // A policy file can have several mistakes: one a line.
  std::istringstream lines(message);
  for (std::string line; std::getline(lines, line);)
    std::fprintf(stderr, "photoscrub: %s\n", report::forTerminal(line).c_str());
  std::fputs("Try: photoscrub --help\n", stderr);
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
                                         const policy::Policy& policy) {
  if (namesAFileForMany(arguments, paths))
    return "--output names one file, but there are several photos: name a folder.";
  if (arguments.inPlace && !arguments.output.empty())
    return "--in-place and --output cannot go together.";
  if (arguments.inPlace && policy.neutralNames)
    return "--in-place keeps the name of each photo, but neutral names are asked for.";
  if (arguments.inPlace && policy.toJpeg)
    return "--in-place keeps the name of each photo; use --output for copies as JPEG.";
  if (arguments.noDetect && !arguments.redact.empty() && arguments.redact != "none")
    return "--redact needs to look at the picture; leave out --no-detect.";
  if (arguments.noDetect && !arguments.annotate.empty())
    return "--annotate needs to look at the picture; leave out --no-detect.";
  return badReport(arguments.report);
}

Result<std::vector<scrub::Decision>> readBoxes(const std::vector<std::string>& words) {
  std::vector<scrub::Decision> decisions;
  for (const auto& word : words) {
    const auto box = readBox(word);
    if (!box)
      return Error{ErrorCode::malformed,
                   "--box does not understand \"" + word +
                       "\": it needs x,y,width,height in pixels, then :KIND if you like.",
                   ""};
    scrub::Decision decision;
    // What nobody has named is treated as what must never be seen.
    decision.region.kind = box->kind.value_or(RegionKind::identifier);
    decision.region.box = box->box;
    decision.region.score = 1;
    decision.region.certainty = detect::Certainty::certain;
    decision.region.label = "marked by hand";
    decision.what = scrub::Decision::What::cover;
    decisions.push_back(std::move(decision));
  }
  return decisions;
}

Result<std::shared_ptr<const scrub::RegionsFile>> readRegions(const std::string& path) {
  if (path.empty())
    return std::shared_ptr<const scrub::RegionsFile>();
  const auto file = PosixFileStore().open(path, scrub::RegionsFile::kMaxBytes);
  std::string text(file.ok() ? static_cast<std::size_t>(file.value()->size()) : 0, '\0');
  if (!file.ok() ||
      !file.value()->read({reinterpret_cast<std::uint8_t*>(text.data()), text.size()}).ok())
    return Error{ErrorCode::io, "the regions file cannot be read, or is too large.", path};
  PHOTOSCRUB_TRY(regions, scrub::RegionsFile::read(text));
  return std::shared_ptr<const scrub::RegionsFile>(
      std::make_shared<scrub::RegionsFile>(std::move(regions)));
}

/// What the options ask of each photo.
Result<scrub::ScrubOptions> scrubOptions(const ScrubArguments& arguments) {
  scrub::ScrubOptions options;
  PHOTOSCRUB_TRY(policy, effectivePolicy(arguments));
  options.policy = std::move(policy);
  options.withValues = arguments.showValues;
  options.hash = arguments.hash;
  options.annotateFolder = arguments.annotate;
  if (const auto bad = readLimits(arguments.limits, options.limits))
    return Error{ErrorCode::malformed, "--limit does not know \"" + *bad + "\".", ""};
  PHOTOSCRUB_TRY(marked, readBoxes(arguments.boxes));
  options.marked = std::move(marked);
  PHOTOSCRUB_TRY(decided, readRegions(arguments.regions));
  options.decided = std::move(decided);
  options.consents = arguments.consents;
  if (!options.consents.empty()) {
    // A locked policy's register binds; that of another policy is what there is without --register.
    ConsentPlace place;
    auto& named = options.policy.locked ? place.ofPolicy : place.option;
    place.option = arguments.consentRegister;
    if (named.empty())
      named = options.policy.consentRegister;
    PHOTOSCRUB_TRY(path, findConsentRegister(place));
    options.consentRegister = std::move(path);
  }
  return options;
}

void warn(const ScrubArguments& arguments, const policy::Policy& policy) {
  if (arguments.noSandbox)
    std::fputs("photoscrub: --no-sandbox: the programs that open pictures keep all rights. A "
               "picture made to attack them could reach your files.\n",
               stderr);
  if (policy.style(RegionKind::face) != redact::Style::solid)
    std::fputs("photoscrub: pixelated and blurred faces can be undone: people who know them may "
               "recognise them, programs may guess them. Only a solid cover hides them for good.\n",
               stderr);
}

} // namespace

ExitStatus runScrub(const ScrubArguments& arguments) {
  std::vector<fs::path> paths(arguments.paths.begin(), arguments.paths.end());
  if (!arguments.filesFrom.empty() && !readList(arguments.filesFrom, paths))
    return usage("the list " + arguments.filesFrom + " cannot be read.");
  if (paths.empty())
    return usage("name at least one photo or folder.");

  auto options = scrubOptions(arguments);
  if (!options.ok())
    return usage(options.error().message);
  batch::RunOptions run;
  run.checkOnly = arguments.checkOnly;
  run.jobs = arguments.jobs;
  run.scrub = std::move(options).value();
  const auto& policy = run.scrub.policy;
  if (const auto problem = contradiction(arguments, paths, policy))
    return usage(*problem);

  auto installation = scrub::findInstallation();
  if (!arguments.models.empty())
    installation.modelDir = fs::absolute(arguments.models);
  installation.sandbox = !arguments.noSandbox;
  warn(arguments, policy);

  batch::WalkOptions walk;
  if (!arguments.output.empty())
    walk.output = arguments.output;
  walk.recursive = arguments.recursive;
  walk.inPlace = arguments.inPlace;
  walk.neutralNames = policy.neutralNames;
  const auto items = batch::listFiles(paths, walk);
  if (items.empty()) {
    std::fputs("photoscrub: there is no file in the folder.\n", stderr);
    return ExitStatus::clean;
  }

  // Whoever names a copy may do so, but not where the workplace wants names that tell nothing.
  if (policy.locked && policy.neutralNames &&
      std::any_of(items.begin(), items.end(),
                  [](const batch::Item& item) { return !item.target.exactName.empty(); }))
    return usage("the policy \"" + policy.name +
                 "\" of this workplace is locked and wants neutral names, but --output names a "
                 "file: name a folder.");

  PosixFileStore disk;
  Results results(arguments, policy.detect);
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
