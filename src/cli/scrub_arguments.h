/// The options of `check` and `clean`, as given.
#pragma once

#include "cli/progress.h"
#include "detect/sensitivity.h"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace photoscrub::cli {

/// The command line of check and clean, as given.
struct ScrubArguments {
  bool checkOnly = false;
  std::vector<std::string> paths;
  std::string filesFrom;
  std::string output;
  bool inPlace = false;
  bool recursive = false;
  unsigned jobs = 0;
  std::string redact; ///< kinds, comma separated
  std::string style = "solid";
  bool noDetect = false;
  std::string keep; ///< words, comma separated
  bool neutralNames = false;
  bool json = false;
  bool showValues = false;
  bool hash = false;
  bool verbose = false;
  ProgressStyle progress = ProgressStyle::automatic;
  std::string models;
  std::string to;     ///< "jpeg", or empty: the format stays
  std::string limits; ///< NAME=VALUE, comma separated
  std::string report; ///< file to save: .html or .csv
  bool noSandbox = false;
  detect::Sensitivity sensitivity = detect::Sensitivity::high;
  std::string annotate; ///< folder for annotated pictures; empty: none
};

/// Adds the options of one of the two subcommands to `command`; they are stored in `arguments`,
/// which must outlive it.
void addScrubOptions(CLI::App& command, ScrubArguments& arguments);

} // namespace photoscrub::cli
