/// What to cover so that regions cannot be seen. Pure functions, upright full-size pixels.
#pragma once

#include "policy/policy.h"
#include "redact/redact.h"
#include "scrub/outcome.h"

#include <vector>

namespace photoscrub::scrub {

/// The covers of all regions that are to be redacted, with the policy's margins, cut to `photo`.
/// A turned outline that fills less than most of its box is covered by itself, in strips that hold
/// all of it.
std::vector<redact::Cover> coversFor(const std::vector<JudgedRegion>& regions,
                                     const policy::Policy& policy, Size photo);

/// Rectangles of up to `height` rows that together hold every point of `outline` and all points up
/// to `margin` away from it.
std::vector<Rect> stripsOver(const Polygon& outline, int margin, int height);

/// Which part of `box` lies below `covers`, 0 to 1.
double coveredShare(const Rect& box, const std::vector<Rect>& covers);
/// The same of a region; of one that is turned, which part of what its outline encloses.
double coveredShare(const detect::Region& region, const std::vector<Rect>& covers);
/// The share of a region that has to be covered so that it cannot be seen: of what can be read,
/// all.
double coveredEnough(detect::RegionKind kind);

/// The boxes of coversFor().
std::vector<Rect> coveredBoxes(const std::vector<JudgedRegion>& regions,
                               const policy::Policy& policy, Size photo);

/// Regions that lie below the covers of others are covered too. One that waits for a person's
/// decision goes on waiting unless it lies below what a person has covered.
void markCovered(std::vector<JudgedRegion>& regions, const policy::Policy& policy, Size photo);

} // namespace photoscrub::scrub
