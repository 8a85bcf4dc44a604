/// What a detector's own score is worth: how many of a hundred regions with it are right.
///
/// Pure functions.
#pragma once

#include "detect/region.h"

namespace photoscrub::detect {

/// Of a region of this kind, for the detector's score `own`, 0 to 1: the share of such regions that
/// were right on photos in which every object of the kind is marked. Never falls where `own` rises.
/// Kinds without such photos, and identifiers, keep their own score.
double likelihood(RegionKind kind, double own);

} // namespace photoscrub::detect
