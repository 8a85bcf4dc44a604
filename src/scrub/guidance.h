/// Which professional guidance a flagged region touches. A table; pure.
#pragma once

#include "detect/region.h"

#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::scrub {

/// References for reports: "C149", "NMC 20.10", "BMA", ...
std::vector<std::string> guidanceFor(const detect::Region& region);

/// One sentence on why a region of this kind matters, for people.
std::string_view whyItMatters(detect::RegionKind kind);

} // namespace photoscrub::scrub
