#include "cli/scrub_arguments.h"

#include <map>

#include <CLI/CLI.hpp>

namespace photoscrub::cli {

namespace {

const std::map<std::string, ProgressStyle> kProgressStyles = {{"auto", ProgressStyle::automatic},
                                                              {"plain", ProgressStyle::plain},
                                                              {"json", ProgressStyle::json},
                                                              {"none", ProgressStyle::none}};

const std::map<std::string, detect::Sensitivity> kSensitivities = {
    {"high", detect::Sensitivity::high},
    {"normal", detect::Sensitivity::normal},
    {"low", detect::Sensitivity::low}};

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
  command
      .add_option("--policy", arguments.policy,
                  "What happens to what is found: flag (default), redact, strict, or a file; see "
                  "photoscrub policy show")
      ->type_name("NAME|FILE");
  command.add_flag("--no-detect", arguments.noDetect, "Metadata only: do not look at the picture");
  command
      .add_option("--sensitivity", arguments.sensitivity,
                  "How much is flagged (default: high, which misses least)")
      ->transform(CLI::CheckedTransformer(kSensitivities))
      ->option_text("high|normal|low");
  command.add_flag("--json", arguments.json, "One JSON object a line and file on standard output");
  command.add_flag("--hash", arguments.hash, "Add SHA-256 of input and output to the JSON");
  command.add_option("--progress", arguments.progress, "Progress on standard error")
      ->transform(CLI::CheckedTransformer(kProgressStyles))
      ->option_text("auto|plain|json|none");
  command
      .add_option("--report", arguments.report,
                  "Save a report without any values: a page to print, or a table for a spreadsheet")
      ->type_name("FILE.html|FILE.csv");
  command
      .add_option(
          "--limit", arguments.limits,
          "How much one file may ask for: bytes, pixels, side, parts, scans, depth, profile "
          "(k, M and G are understood), seconds")
      ->join(',')
      ->type_name("NAME=VALUE,...");
  command.add_flag("--no-sandbox", arguments.noSandbox,
                   "Let the programs that open pictures keep their rights (not advised)");
  command.add_option("--models", arguments.models, "Folder with the model files")->type_name("DIR");
  command.add_flag("--verbose", arguments.verbose, "Every finding and the details of errors");
  command.add_option("--keep", arguments.keep, "What may stay (default: colour)")
      ->join(',')
      ->type_name("copyright,credit,caption,colour,time");
  if (arguments.checkOnly) {
    command.add_flag("--show-values", arguments.showValues,
                     "Show what was found, here on this terminal");
    command
        .add_option("--annotate", arguments.annotate,
                    "Save a picture of what was found, with boxes and a legend, for each photo")
        ->type_name("DIR");
    return;
  }
  command.add_option("-o,--output", arguments.output, "Clean copy: a file, or a folder")
      ->type_name("FILE|DIR");
  command
      .add_option("--to", arguments.to,
                  "Make each copy a JPEG for posting: upright, sRGB. A copy named .jpg is one too")
      ->check(CLI::IsMember({"jpeg"}))
      ->option_text("jpeg");
  command.add_flag("--in-place", arguments.inPlace,
                   "Replace the original, after the copy was verified");
  command
      .add_option("--redact", arguments.redact,
                  "Cover these kinds for good: all, none, face, person, identifier, text, "
                  "barcode, screen, wristband, badge, document")
      ->join(',') // --redact face --redact text is face,text
      ->type_name("KIND,...");
  command
      .add_option(
          "--style", arguments.style,
          "How faces are covered: solid, for good (default), or pixelate or blur, which may "
          "be undone one day. All else is covered solid")
      ->check(CLI::IsMember({"solid", "pixelate", "blur"}))
      ->option_text("solid|pixelate|blur");
  command
      .add_option("--box", arguments.boxes,
                  "Cover this place too, in pixels from the top left of the upright photo; may be "
                  "given several times")
      ->allow_extra_args(false)
      ->type_name("x,y,w,h[:KIND]");
  command
      .add_option("--regions", arguments.regions,
                  "Do as decided in FILE: lines of check --json --hash, in which a region may be "
                  "moved, added, or be given \"released\": true or \"redacted\": true")
      ->type_name("FILE");
  command
      .add_option("--consent", arguments.consents,
                  "Release what the consent of this reference covers; may be given several times")
      ->allow_extra_args(false)
      ->type_name("REF");
  command
      .add_option("--register", arguments.consentRegister,
                  "The consent register (default: see photoscrub consent --help)")
      ->type_name("FILE");
  command.add_flag("--neutral-names", arguments.neutralNames,
                   "Call the copies photo-0001.jpg, photo-0002.jpg, ...");
}

} // namespace photoscrub::cli
