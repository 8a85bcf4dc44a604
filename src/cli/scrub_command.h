/// The subcommands `check` and `clean`: options into a batch run, its outcomes onto the terminal.
#pragma once

#include "cli/exit_status.h"
#include "cli/progress.h"

#include <filesystem>
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
};

/// Adds the options of one of the two subcommands to `command`; they are stored in `arguments`,
/// which must outlive it.
void addScrubOptions(CLI::App& command, ScrubArguments& arguments);

/// Runs it. Prints to stdout and stderr.
ExitStatus runScrub(const ScrubArguments& arguments);

} // namespace photoscrub::cli
