/// Puts the regions of all detectors together: what a report shows. Pure functions.
#pragma once

#include "detect/region.h"
#include "detect/sensitivity.h"

#include <vector>

namespace photoscrub::detect {

/// Label of a text region that needs to be read before it counts.
inline constexpr std::string_view kMaybeText = "maybe text";

/// - Words are folded into the line they stand in (its `value`); a word outside every line is a text
///   region of its own.
/// - A line that only might be text (kMaybeText) goes unless letters were read in it.
/// - A code that a finder and a reader both saw stays once, with its content.
/// - What is less sure than `sensitivity` asks for goes.
/// - A person whose face was found keeps its region with certainty `info`: the face says it already.
/// The result is ordered by kind, then by position.
std::vector<Region> assemble(std::vector<Region> found,
                             Sensitivity sensitivity = Sensitivity::high);

} // namespace photoscrub::detect
