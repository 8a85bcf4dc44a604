#include "detect/text/text_bend.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace photoscrub::detect {

namespace {
constexpr int kSlices = 16;
constexpr int kPairs = 9;
// A word of two or three letters shows no bend that could be told from its letters' shapes.
constexpr double kMinLengthToHeight = 3;
// In line heights: how far the middle leaves a straight line before that matters to reading.
constexpr double kClearBend = 0.15;
constexpr double kClearTaper = 1.25;
constexpr double kMostTaper = 3;
// In line heights: how far the slices may be from the curve.
constexpr double kMostScatter = 0.25;

/// The mask's pixels in one stretch of the line, in the frame of its box.
struct Slice {
  double count = 0;
  double along = 0, across = 0; ///< sums, then means
};

/// Least squares of a + b t + c t^2 through the slices, each as heavy as its pixels.
cv::Vec3d parabola(const std::array<Slice, kSlices>& slices, double half) {
  cv::Matx33d normal = cv::Matx33d::eye() * 1e-6;
  cv::Vec3d right(0, 0, 0);
  for (const auto& slice : slices) {
    if (slice.count <= 0)
      continue;
    const double t = slice.along / half;
    const cv::Vec3d row(1, t, t * t);
    normal += slice.count * (row * row.t());
    right += slice.count * slice.across * row;
  }
  return normal.solve(right, cv::DECOMP_CHOLESKY);
}

std::array<Slice, kSlices> slicesOf(const cv::Mat& mask, cv::Point origin, const TextBox& box) {
  std::array<Slice, kSlices> slices;
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x) {
      if (mask.at<unsigned char>(y, x) == 0)
        continue;
      const cv::Point2d from = cv::Point2d(x + origin.x, y + origin.y) - box.centre;
      const double along = from.dot(box.along), across = box.along.cross(from);
      const auto place = static_cast<int>((along / box.length + 0.5) * kSlices);
      auto& slice = slices[static_cast<std::size_t>(std::clamp(place, 0, kSlices - 1))];
      ++slice.count;
      slice.along += along;
      slice.across += across;
    }
  for (auto& slice : slices) {
    slice.along /= std::max(1.0, slice.count);
    slice.across /= std::max(1.0, slice.count);
  }
  return slices;
}

/// Thickness as a + b t, without the rounded ends.
cv::Vec2d taper(const std::array<Slice, kSlices>& slices, double width, double half) {
  double n = 0, st = 0, stt = 0, sy = 0, sty = 0;
  for (std::size_t i = 1; i + 1 < slices.size(); ++i) {
    const double t = slices[i].along / half, y = slices[i].count / width;
    n += 1;
    st += t;
    stt += t * t;
    sy += y;
    sty += t * y;
  }
  const double slope = (n * sty - st * sy) / std::max(1e-9, n * stt - st * st);
  return {(sy - slope * st) / n, slope};
}
} // namespace

std::vector<cv::Point2d> courseOf(const cv::Mat& mask, cv::Point origin, const TextBox& box,
                                  double grow) {
  if (box.length < kMinLengthToHeight * box.height / 2)
    return {};
  const auto slices = slicesOf(mask, origin, box);
  const double half = box.length / 2;
  const auto thick = taper(slices, box.length / kSlices, half);
  const double height = thick[0];
  if (height < 1 || box.length < kMinLengthToHeight * height)
    return {};
  const double larger = height + std::abs(thick[1]), smaller = height - std::abs(thick[1]);
  const auto curve = parabola(slices, half);
  const bool tapers = larger > kClearTaper * smaller;
  if ((std::abs(curve[2]) < kClearBend * height && !tapers) || larger > kMostTaper * smaller)
    return {};
  for (const auto& slice : slices) {
    const double t = slice.along / half;
    const double off = slice.across - (curve[0] + curve[1] * t + curve[2] * t * t);
    if (slice.count > 0 && std::abs(off) > kMostScatter * height)
      return {};
  }
  std::vector<cv::Point2d> top, bottom;
  const cv::Point2d down(-box.along.y, box.along.x);
  for (int i = 0; i < kPairs; ++i) {
    const double t = (2.0 * i / (kPairs - 1) - 1) * (half + grow) / half;
    const double slope = (curve[1] + 2 * curve[2] * t) / half;
    const double middle = curve[0] + curve[1] * t + curve[2] * t * t;
    const cv::Point2d at = box.centre + box.along * (t * half) + down * middle;
    const cv::Point2d normal = (down - box.along * slope) / std::hypot(1.0, slope);
    // A slice is cut across the box, not across the line.
    const double reach =
        std::max(height / 2, height + thick[1] * t) / (2 * std::hypot(1.0, slope)) + grow;
    top.push_back(at - normal * reach);
    bottom.push_back(at + normal * reach);
  }
  top.insert(top.end(), bottom.rbegin(), bottom.rend());
  return top;
}

} // namespace photoscrub::detect
