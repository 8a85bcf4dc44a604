/// Small geometry over outlines of regions. Pure functions.
#pragma once

#include "base/geometry.h"

#include <cmath>

namespace photoscrub::detect {

/// The smallest rectangle around the points of an outline; empty for an empty outline.
inline Rect boxAround(const Polygon& outline) {
  if (outline.empty())
    return {};
  int left = outline[0].x, right = left, top = outline[0].y, bottom = top;
  for (const auto& point : outline) {
    left = std::min(left, point.x);
    right = std::max(right, point.x);
    top = std::min(top, point.y);
    bottom = std::max(bottom, point.y);
  }
  return {left, top, right - left, bottom - top};
}

/// The angle in radians at which a text outline (first two points: start and end of its top) is
/// read: 0 left to right, pi/2 downwards.
inline double readingAngle(const Polygon& outline) {
  if (outline.size() < 2)
    return 0;
  return std::atan2(static_cast<double>(outline[1].y - outline[0].y),
                    static_cast<double>(outline[1].x - outline[0].x));
}

/// Share of `inner` that lies in `outer`, 0 to 1.
inline double shareInside(const Rect& inner, const Rect& outer) {
  return inner.empty() ? 0
                       : static_cast<double>(intersection(inner, outer).area()) /
                             static_cast<double>(inner.area());
}

} // namespace photoscrub::detect
