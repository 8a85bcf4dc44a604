/// Lines of text as turned boxes, and how they become regions.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include "detect/pyramid.h"
#include "detect/region.h"

#include <array>
#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// A turned rectangle whose first side is the one the text runs along: `along` is a unit vector
/// from the first letter to the last, as far as the shape alone tells.
struct TextBox {
  cv::Point2d centre;
  cv::Point2d along;
  double length = 0; ///< along the line
  double height = 0; ///< across it
  double score = 0;
  /// The outline of a line that bends: its top from the first letter to the last, then its bottom
  /// backwards. Empty for a straight line.
  std::vector<cv::Point2d> course = {};

  double area() const { return length * height; }
  /// Where the text starts at its top, then clockwise as seen by its reader.
  std::array<cv::Point2d, 4> corners() const;
};

/// Takes the long side as the line's direction, left to right; near squares read as upright.
TextBox textBoxFrom(const cv::RotatedRect& shape, double score);

/// The same box on a picture `factor` times as large.
TextBox scaled(const TextBox& box, double factor);

/// The same box at another place.
TextBox moved(const TextBox& box, cv::Point2d by);

/// Drops a box of which most lies inside a larger one of similar line height.
std::vector<TextBox> withoutNested(std::vector<TextBox> boxes);

/// A text region with its outline. `level` is the size of the picture the box was found on.
Region textRegion(const TextBox& box, const Pyramid& pyramid, cv::Size level);

} // namespace photoscrub::detect
