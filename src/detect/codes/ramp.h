/// Soft thresholds, for scores put together from several measures. Pure.
#pragma once

#include <algorithm>

namespace photoscrub::detect {

/// 0 at `from` and below, 1 at `to` and above, a line between.
inline double ramp(double value, double from, double to) {
  return std::clamp((value - from) / (to - from), 0.0, 1.0);
}

} // namespace photoscrub::detect
