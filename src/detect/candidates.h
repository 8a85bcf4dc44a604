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
  int tag = 0;   ///< the caller's own
};

/// Which overlap makes two candidates one thing. 1 switches a test off.
struct Overlap {
  double iou = 0.45;   ///< shared area by the area of both together
  double inside = 1.0; ///< shared area by the smaller one's area
};

/// The best-scored candidates, none of which overlaps a better one of its group.
std::vector<Candidate> keepBest(std::vector<Candidate> candidates, const Overlap& overlap);

/// Shared area by the area of both together, 0 to 1.
double iouOf(const cv::Rect2d& a, const cv::Rect2d& b);

/// What several looks at one picture saw, the best of overlapping ones (IoU above `nms`), each with
/// the mean of its scores over all looks, 0 where a look missed it: seen twice is surer.
std::vector<Candidate> agreed(const std::vector<std::vector<Candidate>>& looks, double nms);

} // namespace photoscrub::detect
