/// How far the bars of a linear bar code reach, seen from the line it was read on.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// `line` holds the four corners of the strip that was read: start and end of its upper edge, end
/// and start of its lower one. The result is the strip widened on both sides while the picture
/// still shows the same bars. `grey` has one channel.
std::vector<cv::Point2f> barExtent(const cv::Mat& grey, const std::vector<cv::Point2f>& line);

} // namespace photoscrub::detect
