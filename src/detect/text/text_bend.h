/// Whether a line of text bends, seen from the pixels that belong to it.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include "detect/text/text_boxes.h"

namespace photoscrub::detect {

/// The outline of the line (see TextBox::course), or nothing where it is straight or where its
/// pixels are not those of one line. `mask` is not 0 where the line is, `origin` the place of its
/// corner on the picture that `box` is on; `grow` is how far the line reaches beyond the mask.
std::vector<cv::Point2d> courseOf(const cv::Mat& mask, cv::Point origin, const TextBox& box,
                                  double grow);

} // namespace photoscrub::detect
