/// Puts the regions of all detectors together: what a report shows. Pure functions.
#pragma once

#include "detect/region.h"

#include <vector>

namespace photoscrub::detect {

/// - Words are folded into the line they stand in (its `value`); a word outside every line becomes
/// a
///   text region of its own.
/// - A code that a finder and a reader both saw stays once, with its content.
/// - A person whose face was found keeps its region with certainty `info`: the face says it
/// already. The result is ordered by kind, then by position.
std::vector<Region> assemble(std::vector<Region> found);

} // namespace photoscrub::detect
