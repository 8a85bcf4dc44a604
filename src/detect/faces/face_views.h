/// A picture turned or mirrored for another look, and the way back for what was found in it.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// How a picture is shown to a network. Turns are clockwise.
enum class View { upright, mirrored, quarter, half, threeQuarters };

inline bool isTurned(View view) {
  return view != View::upright && view != View::mirrored;
}

/// Shares the pixels of `picture` for View::upright.
cv::Mat shown(const cv::Mat& picture, View view);

/// A box on the shown picture as it lies on the picture itself, of size `size`.
cv::Rect2d shownBack(const cv::Rect2d& box, cv::Size size, View view);

} // namespace photoscrub::detect
