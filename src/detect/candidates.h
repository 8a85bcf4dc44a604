/// Boxes with scores before they become regions, and what keeps the best of overlapping ones.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

struct Candidate {
  cv::Rect2d box;
  double score = 0;
  int group = 0; ///< only candidates of one group suppress each other
};

/// Which overlap makes two candidates one thing. 1 switches a test off.
struct Overlap {
  double iou = 0.45;   ///< shared area by the area of both together
  double inside = 1.0; ///< shared area by the smaller one's area
};

/// The best-scored candidates, none of which overlaps a better one of its group.
std::vector<Candidate> keepBest(std::vector<Candidate> candidates, const Overlap& overlap);

} // namespace photoscrub::detect
