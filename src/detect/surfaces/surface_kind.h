/// Tells from a surface's traits what it is. Pure functions.
///
/// Internal to this room.
#pragma once

#include "detect/region.h"
#include "detect/surfaces/surface_traits.h"

#include <string_view>

namespace photoscrub::detect {

struct SurfaceKind {
  RegionKind kind = RegionKind::document;
  std::string_view label = "paper";
  double sure = 0.5; ///< 0 to 1, how well the traits fit
};

SurfaceKind kindOf(const SurfaceTraits& traits);

} // namespace photoscrub::detect
