/// What the user asked for. Plain structs with defaults, copied in.
#pragma once

#include "base/limits.h"
#include "detect/region.h"
#include "detect/sensitivity.h"
#include "metadata/kept_values.h"

#include <filesystem>
#include <set>
#include <string>

namespace photoscrub::scrub {

struct ScrubOptions {
  bool keepColour = true;     ///< without its profile a photo can look wrong
  metadata::KeepOptions keep; ///< the rest of --keep: nothing by default
  bool detect = true;         ///< look at the picture, not only at its metadata
  detect::Sensitivity sensitivity = detect::Sensitivity::high;
  /// Where check saves a picture of what it found; empty: nowhere. Created if missing.
  std::filesystem::path annotateFolder = {};
  std::set<detect::RegionKind> redact; ///< kinds to cover: none by default, flag only
  bool withValues = false;             ///< fill in Finding::value and Region::value (--show-values)
  bool hash = false;                   ///< SHA-256 of input and output into the Outcome
  bool neutralName = false;            ///< the caller names outputs without the input's name
  bool toJpeg = false;                 ///< the copy is an upright sRGB JPEG, whatever the photo was
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
