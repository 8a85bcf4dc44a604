/// The options of `check` and `clean`, as given.
#pragma once

#include "cli/progress.h"
#include "detect/sensitivity.h"

#include <optional>
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
  std::string policy; ///< a built-in policy's name, or a file; empty: the default
  std::string redact; ///< kinds, comma separated
  std::string style;  ///< empty: as the policy says
  std::vector<std::string> boxes; ///< "x,y,w,h" or "x,y,w,h:KIND"
  std::string regions;            ///< file of decided regions
  std::vector<std::string> consents;
  std::string consentRegister;
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
  std::optional<detect::Sensitivity> sensitivity; ///< nothing: as the policy says
  std::string annotate; ///< folder for annotated pictures; empty: none
};

/// Adds the options of one of the two subcommands to `command`; they are stored in `arguments`,
/// which must outlive it.
void addScrubOptions(CLI::App& command, ScrubArguments& arguments);

} // namespace photoscrub::cli
