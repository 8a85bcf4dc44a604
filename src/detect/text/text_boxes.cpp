#include "detect/text/text_boxes.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr double kPi = 3.14159265358979323846;
// Below this length to height a shape does not tell which way its text runs.
constexpr double kClearlyLong = 1.3;
// Two sizes of picture give one line as one box or as several: the pieces go.
constexpr double kNestedShare = 0.7;
constexpr double kSimilarHeight = 1.8;

cv::RotatedRect shapeOf(const TextBox& box) {
  const double degrees = std::atan2(box.along.y, box.along.x) * 180 / kPi;
  return {cv::Point2f(box.centre),
          cv::Size2f(static_cast<float>(box.length), static_cast<float>(box.height)),
          static_cast<float>(degrees)};
}

/// Share of `piece` inside `whole`, by what their corners enclose together.
double shareInside(const TextBox& piece, const TextBox& whole) {
  if (cv::norm(piece.centre - whole.centre) >
      (piece.length + piece.height + whole.length + whole.height) / 2)
    return 0;
  std::vector<cv::Point2f> shared;
  if (cv::rotatedRectangleIntersection(shapeOf(piece), shapeOf(whole), shared) ==
          cv::INTERSECT_NONE ||
      shared.size() < 3)
    return 0;
  std::vector<cv::Point2f> outline;
  cv::convexHull(shared, outline);
  return cv::contourArea(outline) / std::max(1.0, piece.area());
}
} // namespace

std::array<cv::Point2d, 4> TextBox::corners() const {
  const cv::Point2d u = along * (length / 2);
  const cv::Point2d v = cv::Point2d(-along.y, along.x) * (height / 2);
  return {centre - u - v, centre + u - v, centre + u + v, centre - u + v};
}

TextBox textBoxFrom(const cv::RotatedRect& shape, double score) {
  const double radians = shape.angle * kPi / 180;
  cv::Point2d along(std::cos(radians), std::sin(radians));
  double length = shape.size.width, height = shape.size.height;
  const bool clear = std::max(length, height) > kClearlyLong * std::min(length, height);
  const bool swap = clear ? height > length : std::abs(along.y) > std::abs(along.x);
  if (swap) {
    std::swap(length, height);
    along = {-along.y, along.x};
  }
  // Left to right; a clearly vertical line counts as read from below, as on spines and forms.
  if (along.x < -1e-3 || (std::abs(along.x) <= 1e-3 && along.y > 0))
    along = -along;
  return {shape.center, along, length, height, score, {}};
}

TextBox scaled(const TextBox& box, double factor) {
  auto result = box;
  result.centre *= factor;
  result.length *= factor;
  result.height *= factor;
  for (auto& point : result.course)
    point *= factor;
  return result;
}

TextBox moved(const TextBox& box, cv::Point2d by) {
  auto result = box;
  result.centre += by;
  for (auto& point : result.course)
    point += by;
  return result;
}

std::vector<TextBox> withoutNested(std::vector<TextBox> boxes) {
  std::stable_sort(boxes.begin(), boxes.end(),
                   [](const TextBox& a, const TextBox& b) { return a.area() > b.area(); });
  std::vector<TextBox> kept;
  for (const auto& box : boxes) {
    const bool nested = std::any_of(kept.begin(), kept.end(), [&](const TextBox& larger) {
      return larger.height < kSimilarHeight * box.height && shareInside(box, larger) > kNestedShare;
    });
    if (!nested)
      kept.push_back(box);
  }
  return kept;
}

Region textRegion(const TextBox& box, const Pyramid& pyramid, cv::Size level) {
  Region region;
  region.kind = RegionKind::text;
  region.label = "text";
  region.score = box.score;
  const auto corners = box.corners();
  const std::vector<cv::Point2f> points(corners.begin(), corners.end());
  const auto [left, right] = std::minmax({points[0].x, points[1].x, points[2].x, points[3].x});
  const auto [top, bottom] = std::minmax({points[0].y, points[1].y, points[2].y, points[3].y});
  region.box = pyramid.toFull(cv::Rect2d(left, top, right - left, bottom - top), level);
  for (const auto& corner : corners)
    region.polygon.push_back(pyramid.toFull(corner, level));
  for (const auto& point : box.course)
    region.course.push_back(pyramid.toFull(point, level));
  return region;
}

} // namespace photoscrub::detect
