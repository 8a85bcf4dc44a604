/// Where a finer look for text pays, after a look at a coarser size.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include "detect/text/text_boxes.h"

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// Long sides of the pictures looked at for a picture of this long side, coarse first. Small
/// pictures are enlarged, as letters of five pixels are not seen.
std::vector<int> textSides(int longSide);

/// The parts of a picture of size `level` to look at: each of `areas` (pixels of that picture) is
/// inside one or covered by several that overlap. All have one of few shapes, so that networks
/// built for a shape serve again; one part that is the whole picture where that costs no more.
std::vector<cv::Rect> textTiles(const std::vector<cv::Rect>& areas, cv::Size level);

/// What two looks found: boxes of the coarse look that the fine one saw as well, as lines of their
/// own, go. `looked` are the parts of the picture that the fine look saw. All on one picture.
std::vector<TextBox> refined(std::vector<TextBox> coarse, const std::vector<TextBox>& fine,
                             const std::vector<cv::Rect2d>& looked, double smallHeight);

} // namespace photoscrub::detect
