/// A place that may show a matrix code, turned upright: what it looks like and where its sides run.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include "detect/codes/code_spots.h"

#include <optional>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

struct SquareView {
  Frame frame;           ///< in the picture, its sides along the rows and columns of squares
  Frame bars;            ///< the same place turned so that most edges are crossed
  double fourfold = 0;   ///< 1: all edges run in two directions at right angles, 0: in all
  double balance = 0;    ///< 1: as many edges run one way as the other, 0: all run one way
  double darkShare = 0;  ///< share of dark pixels in it
  double evenness = 0;   ///< share of its parts that are neither all dark nor all light
  double quietSides = 0; ///< share of the ring around it that is light
  double twoLevels = 0;  ///< share of the brightness' variance that dark and light explain
  double changes = 0;    ///< between dark and light, per line across or down, the fewer of both
  double contrast = 0;   ///< grey levels between dark and light
  double stripes = 0;    ///< share of lines across or down it that are all light, as between print
};

/// Nothing where too few edges are there to tell how it is turned.
std::optional<SquareView> viewSquares(const cv::Mat& grey, const Frame& spot);

/// 0 to 1: how much it looks like a matrix code rather than print, leaves or cloth.
double likeness(const SquareView& view);

/// The frame cut out upright with a quiet zone, its longer side `side` pixels without it.
cv::Mat upright(const cv::Mat& grey, const Frame& frame, int side);
/// Where a point of that picture lies in `grey`.
cv::Point2f fromUpright(const Frame& frame, int side, cv::Point2f point);

} // namespace photoscrub::detect
