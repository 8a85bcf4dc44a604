/// Grows a surface (paper, band, card, screen) from points on it: all that is connected to them
/// without a step in colour. Slow shading, as along a band around an arm, is followed; lines no
/// wider than a letter's stroke are stepped over, and what a surface surrounds becomes part of it.
///
/// Internal to this room: shows OpenCV types. Not thread-safe. May throw cv::Exception.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// What surfaces are grown on: 8-bit CIELab, smoothed without blurring edges.
struct SurfacePicture {
  cv::Mat lab;
  double noise = 0; ///< how much neighbours differ where nothing is, in levels of lightness
};
SurfacePicture surfacePicture(const cv::Mat& bgr);

/// Points beside a line of letters or a code, and the colour that most of them share.
struct Seed {
  std::vector<cv::Point> points;
  cv::Vec3b colour;
};
/// The ground of the print in and around `outline` (four corners, in pixels of `picture`): what
/// most of it is, or with `bright` its lighter part.
Seed seedAround(const SurfacePicture& picture, const std::vector<cv::Point2f>& outline,
                bool bright);

class SurfaceGrowth {
public:
  /// `step`: the difference of lightness to its surroundings that still is the same surface.
  SurfaceGrowth(const SurfacePicture& picture, double step);

  /// The number of the surface that `seed` lies on, from 0: a new one, or one grown before.
  /// -1 where nothing grows.
  int grow(const Seed& seed);

  int count() const { return static_cast<int>(extents_.size()); }
  /// Where surface `number` lies, and which pixels of that rectangle are its own (255).
  cv::Rect extent(int number) const { return extents_[static_cast<std::size_t>(number)]; }
  cv::Mat mask(int number) const;

private:
  struct Front;
  int surfaceUnder(const Seed& seed) const;
  void spread(std::vector<Front>& open, int number, const cv::Vec3b& colour);

  const SurfacePicture& picture_;
  double step_;
  cv::Mat1i owner_; ///< number of the surface plus one, 0: none
  std::vector<cv::Rect> extents_;
};

} // namespace photoscrub::detect
