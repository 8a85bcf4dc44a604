/// What a workplace has decided: what happens to each kind of region, what of the metadata may
/// stay, which photos are taken at all. Plain data and pure functions; opens no file.
#pragma once

#include "detect/region.h"
#include "detect/sensitivity.h"
#include "formats/file_type.h"
#include "metadata/kept_values.h"
#include "redact/style.h"

#include <array>
#include <optional>
#include <set>
#include <string>

namespace photoscrub::policy {

/// What happens to a region, from the most lenient to the strictest.
enum class Action {
  ignore, ///< not reported one by one; their number is
  flag,   ///< reported; the photo needs review
  redact, ///< covered
  block,  ///< no copy until a person has decided: covered or released it
};

/// Who may release a region, so that it stays visible and is not asked about again.
enum class Release {
  person,  ///< whoever edits the regions file, or a consent on record
  consent, ///< a consent on record only
  nobody,
};

struct Policy {
  std::string name = "flag";
  /// Set by an administrator: options may make it stricter, never looser.
  bool locked = false;
  std::array<std::array<Action, detect::kCertainties>, detect::kRegionKinds> actions = flagAll();
  std::array<redact::Style, detect::kRegionKinds> styles = {}; ///< solid
  /// How much further than its box a region is covered, on each side, in percent of the box's
  /// shorter side.
  std::array<int, detect::kRegionKinds> marginPercent = {};
  bool keepColour = true;     ///< without its profile a photo can look wrong
  metadata::KeepOptions keep; ///< the rest of --keep: nothing by default
  bool neutralNames = false;
  std::optional<std::set<formats::FileType>> accept; ///< nothing: every type photoscrub knows
  bool toJpeg = false;   ///< copies are upright sRGB JPEGs, whatever the photo was
  bool fullTier = false; ///< refuse to run where a detector would run on the basic tier
  bool detect = true;    ///< look at the picture; false: metadata only
  detect::Sensitivity sensitivity = detect::Sensitivity::high;
  Release release = Release::person;
  /// The consent register that counts, as a path; empty: the user's choice.
  std::string consentRegister;

  Action action(detect::RegionKind kind, detect::Certainty certainty) const {
    return actions[static_cast<std::size_t>(kind)][static_cast<std::size_t>(certainty)];
  }
  redact::Style style(detect::RegionKind kind) const {
    return styles[static_cast<std::size_t>(kind)];
  }

  static std::array<std::array<Action, detect::kCertainties>, detect::kRegionKinds> flagAll();

  /// The same in every field, the name and `locked` too.
  friend bool operator==(const Policy& a, const Policy& b);
};

} // namespace photoscrub::policy
