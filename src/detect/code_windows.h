/// Where in a photo a bar code may stand: patches full of strong edges.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

struct CodeWindow {
  cv::Rect around;       ///< the patch with room for a quiet zone, inside the picture
  cv::RotatedRect patch; ///< the patch itself
};

/// Windows on `grey` worth a look of their own, with room for the quiet zone around the code, the
/// most code-like first, at most a few dozen. ZXing 1.4 follows only the middle lines of a picture
/// when it looks for Data Matrix: a code elsewhere is found in a window or not at all.
std::vector<CodeWindow> codeWindows(const cv::Mat& grey);

} // namespace photoscrub::detect
