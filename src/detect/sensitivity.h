/// How sure a detector must be before a region is reported. Needs no detector.
#pragma once

#include "detect/region.h"

#include <optional>
#include <string_view>

namespace photoscrub::detect {

enum class Sensitivity {
  high,   ///< misses least; more false alarms to look through
  normal, ///< in between
  low,    ///< few false alarms; small, dark and half hidden things are missed
};

/// "high", "normal", "low".
std::string_view name(Sensitivity sensitivity);
std::optional<Sensitivity> sensitivityFrom(std::string_view name);

/// The least score with which a region of `kind` is reported. Identifiers are always reported:
/// their certainty says how sure it is.
double leastScore(RegionKind kind, Sensitivity sensitivity);

} // namespace photoscrub::detect
