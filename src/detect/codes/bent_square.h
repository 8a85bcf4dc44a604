/// Matrix codes on a wrist or a bent sheet: outline with curved sides, pulled flat.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include "detect/codes/code_spots.h"

#include <array>
#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// Four corners, in order around the code, and how far each side bows out of the line from its
/// corner to the next, in pixels: positive away from the code's middle.
struct BentSquare {
  std::array<cv::Point2f, 4> corners;
  std::array<float, 4> bows{};

  /// A point of the code, 0 to 1 across and down.
  cv::Point2f at(cv::Point2f part) const;
  /// Corners and the middles of the sides.
  std::array<cv::Point2f, 8> outline() const;
};

/// The outlines the dark part of a spot may have, likeliest first; at most three.
std::vector<BentSquare> bentSquares(const cv::Mat& grey, const Frame& spot);

/// The code flat, `side` pixels long and high without its quiet zone of flatQuiet(side) pixels.
cv::Mat flattened(const cv::Mat& grey, const BentSquare& square, int side);
int flatQuiet(int side);

} // namespace photoscrub::detect
