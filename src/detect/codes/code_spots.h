/// Where a photo may show bar codes, read or not: one coarse look at how its edges run.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// A turned rectangle. `along` is a unit vector: for bars the direction they are read in.
struct Frame {
  cv::Point2f centre;
  cv::Point2f along{1, 0};
  float length = 0; ///< in the direction of `along`
  float height = 0; ///< across it

  cv::Point2f across() const { return {-along.y, along.x}; }
  cv::Rect2f box() const;
  /// A point of the frame from -0.5 to 0.5 in both directions.
  cv::Point2f at(cv::Point2f part) const {
    return centre + along * (part.x * length) + across() * (part.y * height);
  }
};

struct CodeSpot {
  Frame frame;         ///< pixels of the picture looked at
  double strength = 0; ///< how full of edges, by which spots are ranked; no fixed range
};

/// Where edges all run one way: linear codes, perhaps. `grey` has one channel of 8 bits; the result
/// is bounded, best first.
std::vector<CodeSpot> findBarSpots(const cv::Mat& grey);
/// Where edges stand close in a compact place: matrix codes and small linear ones, perhaps.
std::vector<CodeSpot> findDenseSpots(const cv::Mat& grey);

/// The sizes at which a photo is looked at.
struct LevelSizes {
  int side;  ///< most pixels of the long side of the first one
  int count; ///< each is half of the one before
  int least; ///< pixels of the short side, fewer are not looked at
};

/// `grey` at these sizes, the largest first; the first may be `grey` itself.
std::vector<cv::Mat> levelsOf(const cv::Mat& grey, const LevelSizes& sizes);

/// Of these, best first, the `most` strongest that stand in places of their own.
std::vector<CodeSpot> strongestSpots(std::vector<CodeSpot> spots, std::size_t most);

} // namespace photoscrub::detect
