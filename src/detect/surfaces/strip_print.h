/// Whether print stands in the middle of a strip and its ends are blank.
///
/// Internal to this room: shows OpenCV types. May throw cv::Exception.
#pragma once

#include <optional>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// How clear the print in the middle of `frame` is, 0 to 1; nothing where the strip is of a strong
/// colour, blank, or printed all over. `scale` times a place in `frame` is one in `fine`.
std::optional<double> printInTheMiddle(const cv::RotatedRect& frame, const cv::Mat& fine,
                                       double scale);

} // namespace photoscrub::detect
