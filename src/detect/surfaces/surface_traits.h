/// What a surface looks like and what stands on it: the measures by which its kind is told.
///
/// Internal to this room: shows OpenCV types. May throw cv::Exception.
#pragma once

#include "detect/surfaces/surface_candidates.h"

namespace photoscrub::detect {

struct SurfaceTraits {
  double fullness = 1;     ///< how much of a rectangle it fills, see SurfaceShape::quality()
  double aspect = 1;       ///< long by short side
  double photoShare = 0;   ///< of the photo's area
  double lightness = 0;    ///< of the ground, 0 to 255
  double tint = 0;         ///< distance of the ground's colour from grey, in levels of CIELab
  std::size_t lines = 0;   ///< of letters on it
  std::size_t codes = 0;   ///< on it
  std::size_t faces = 0;   ///< found inside, smaller than half of it
  double lineHeight = 0;   ///< the middle one, in parts of the short side
  double alongLong = 0;    ///< share of the lines that are read along the long side
  double darkPrint = 0;    ///< share of the lines that are darker than the ground
  double picture = 0;      ///< share of the largest part that is neither ground nor print
  double dark = 0;         ///< share of the rim just outside that is dark and unlike the ground
  double evenRim = 0;      ///< share of that rim with one lightness: a frame
  double heightSpread = 0; ///< how much the lines differ in height, in parts of it
  double arm = 0;          ///< 0 to 1: on both sides along the print lies the same, warmer colour
};

/// The traits of one surface of `bgr`; `marks` are those that it was found under.
SurfaceTraits traitsOf(const Surface& surface, const cv::Mat& bgr, const std::vector<Mark>& marks);

} // namespace photoscrub::detect
