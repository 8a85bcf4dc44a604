/// Which grown surfaces are things: one with a convincing outline for the letters and codes on it.
///
/// Internal to this room: shows OpenCV types. May throw cv::Exception.
#pragma once

#include "detect/surfaces/surface_shape.h"

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// A line of letters or a code found before, in pixels of the reduced picture.
struct Mark {
  std::vector<cv::Point2f> outline; ///< four corners, a text line's as it is read
  bool isCode = false;
  std::size_t region = 0; ///< its place among the regions found before
};

struct Surface {
  SurfaceShape shape;
  std::vector<std::size_t> marks; ///< which lie on it
};

/// The surfaces under `marks`, in no order; none lies in another.
std::vector<Surface> surfacesUnder(const cv::Mat& bgr, const std::vector<Mark>& marks);

} // namespace photoscrub::detect
