/// Tells a linear bar code that cannot be read from print, blinds and railings.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// True where three parallel lines across `patch` show one and the same pattern of many bars of
/// differing width. `grey` has one channel; `patch` is the turned box of a patch full of edges.
bool showsBars(const cv::Mat& grey, const cv::RotatedRect& patch);

} // namespace photoscrub::detect
