/// What the user asked for. Plain structs with defaults, copied in.
#pragma once

#include "base/limits.h"
#include "policy/policy.h"
#include "scrub/regions_file.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace photoscrub::scrub {

struct ScrubOptions {
  policy::Policy policy; ///< what happens to which region, and what of the metadata stays
  /// Where check saves a picture of what it found; empty: nowhere. Created if missing.
  std::filesystem::path annotateFolder = {};
  /// Clean: places marked by hand (--box), of every photo.
  std::vector<Decision> marked = {};
  /// Clean: what a person has decided region by region (--regions); null: nothing yet.
  std::shared_ptr<const RegionsFile> decided = {};
  /// Clean: references of consents that release regions (--consent), and the register they are in.
  std::vector<std::string> consents = {};
  std::filesystem::path consentRegister = {};
  bool withValues = false; ///< fill in Finding::value and Region::value (--show-values)
  bool hash = false;       ///< SHA-256 of input and output into the Outcome
  Limits limits;
};

/// Where the worker programs and the model files are.
struct Installation {
  std::filesystem::path metadataWorker;
  std::filesystem::path visionWorker;
  std::filesystem::path modelDir; ///< empty: basic tier
  /// OpenCV threads one photo may use: cores divided by jobs.
  int visionThreads = 1;
  bool sandbox = true; ///< false (--no-sandbox): the worker programs keep their rights
};

/// The installation this program belongs to: worker programs beside it or in
/// ../libexec/photoscrub, models in `models` beside the programs or in ../share/photoscrub/models.
Installation findInstallation();

/// Where the cleaned copy goes. The extension is decided by the photo's content.
struct Target {
  std::filesystem::path folder; ///< created if missing
  std::string stem;             ///< file name without extension
  std::string exactName;        ///< the whole file name, where the user gave one
  /// What to do if the name is taken. Nothing is ever overwritten but by `replaceInput`.
  enum class Taken {
    number,      ///< take NAME_2, NAME_3, ...
    reuseEqual,  ///< the same bytes are there already: fine; else as `number`
    fail,        ///< an error: the user gave this very name
    replaceInput ///< --in-place: the target is the input itself
  } taken = Taken::number;
};

} // namespace photoscrub::scrub
