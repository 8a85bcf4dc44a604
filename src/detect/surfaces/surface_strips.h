/// Long light strips with print in their middle and blank ends, as identity bands lie flat: found
/// by that alone, where the print is too small for letters to be found.
///
/// Internal to this room: shows OpenCV types. May throw cv::Exception.
#pragma once

#include "detect/surfaces/surface_shape.h"

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

struct Strip {
  SurfaceShape shape;
  double sure = 0; ///< 0 to 1, how clear the print in its middle is
};

/// The strips of `bgr`; `fine` is the same picture, as large as it is at hand, to see print on.
/// None lies in another.
std::vector<Strip> printedStrips(const cv::Mat& bgr, const cv::Mat& fine);

} // namespace photoscrub::detect
