/// The outline of a grown surface, and whether it is one thing with straight or parallel edges.
///
/// Internal to this room: shows OpenCV types. May throw cv::Exception.
#pragma once

#include <optional>
#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

struct SurfaceShape {
  std::vector<cv::Point2f> outline; ///< convex
  cv::RotatedRect frame;            ///< the smallest turned rectangle around it
  double fill = 0;                  ///< share of the outline that is surface, 0 to 1
  double straight = 0; ///< share of the best four-sided figure or rectangle that is outline
  double longSide() const { return std::max(frame.size.width, frame.size.height); }
  double shortSide() const { return std::min(frame.size.width, frame.size.height); }
  double aspect() const { return longSide() / std::max(1.0, shortSide()); }
  /// How much it looks like a flat thing with edges, 0 to 1.
  double quality() const { return fill * straight; }
};

/// The shape of the largest part of `mask`, whose top left corner lies at `corner`, holes filled.
std::optional<SurfaceShape> shapeOf(const cv::Mat& mask, cv::Point corner);

/// The shape of the part of `mask` around `inside` (in the photo) after it was cut where it is
/// narrower than twice `neck`: a surface that ran over into what touches it.
std::optional<SurfaceShape> shapeCutLoose(const cv::Mat& mask, cv::Point corner, cv::Point2f inside,
                                          double neck);

/// The convex hull of two shapes as one.
SurfaceShape together(const SurfaceShape& a, const SurfaceShape& b);
/// Whether the sides of both frames lie the same way, as those of a table and its rows.
bool isAlong(const SurfaceShape& one, const SurfaceShape& other);
/// Share of `inner` that lies in `outer`.
double shareInside(const SurfaceShape& inner, const SurfaceShape& outer);

} // namespace photoscrub::detect
