#include "detect/surface_shape.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// Bits that stick out by less than this part of a surface's width are no part of it: light that
// runs along an edge, a stand, a clip.
constexpr double kThinPart = 0.10;
constexpr int kLargestOpening = 15;  // pixels
constexpr double kSmallestArea = 60; // pixels

/// Share of the best four-sided figure around `hull` that `hull` fills.
double straightness(const std::vector<cv::Point2f>& hull, const cv::RotatedRect& frame) {
  const double area = cv::contourArea(hull);
  double best = area / std::max(1.0F, frame.size.area());
  const double round = cv::arcLength(hull, true);
  for (double part = 0.02; part <= 0.08; part += 0.015) {
    std::vector<cv::Point2f> corners;
    cv::approxPolyDP(hull, corners, part * round, true);
    if (corners.size() != 4)
      continue;
    const double four = cv::contourArea(corners);
    best = std::max(best, std::min(area, four) / std::max({area, four, 1.0}));
    break;
  }
  return best;
}

void measure(SurfaceShape& shape, double surface) {
  shape.frame = cv::minAreaRect(shape.outline);
  shape.fill = std::min(1.0, surface / std::max(1.0, cv::contourArea(shape.outline)));
  shape.straight = straightness(shape.outline, shape.frame);
}
} // namespace

std::optional<SurfaceShape> shapeOf(const cv::Mat& mask, cv::Point corner) {
  // Room around it, so that closing and opening see the outside there.
  constexpr int kRoom = 2 * kLargestOpening;
  cv::Mat room;
  cv::copyMakeBorder(mask, room, kRoom, kRoom, kRoom, kRoom, cv::BORDER_CONSTANT, cv::Scalar(0));
  cv::morphologyEx(room, room, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(5, 5)));
  std::vector<std::vector<cv::Point>> contours;
  const auto largest = [&]() -> const std::vector<cv::Point>* {
    cv::findContours(room, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    const auto found = std::max_element(contours.begin(), contours.end(), [](auto& a, auto& b) {
      return cv::contourArea(a) < cv::contourArea(b);
    });
    return found == contours.end() ? nullptr : &*found;
  };
  const auto* whole = largest();
  if (!whole || cv::contourArea(*whole) < kSmallestArea)
    return std::nullopt;
  // Filled, then what is thin is taken away.
  const auto frame = cv::minAreaRect(*whole);
  const double width = std::min(frame.size.width, frame.size.height);
  const int thin = std::clamp(static_cast<int>(kThinPart * width) | 1, 3, kLargestOpening);
  const auto filled = *whole;
  room.setTo(0);
  cv::drawContours(room, std::vector<std::vector<cv::Point>>{filled}, 0, 255, cv::FILLED);
  cv::morphologyEx(room, room, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(thin, thin)));
  const auto* body = largest();
  if (!body || cv::contourArea(*body) < kSmallestArea)
    return std::nullopt;
  SurfaceShape shape;
  std::vector<cv::Point> hull;
  cv::convexHull(*body, hull);
  for (const auto& point : hull)
    shape.outline.emplace_back(static_cast<float>(point.x - kRoom + corner.x) + 0.5F,
                               static_cast<float>(point.y - kRoom + corner.y) + 0.5F);
  measure(shape, cv::contourArea(*body));
  return shape;
}

SurfaceShape together(const SurfaceShape& a, const SurfaceShape& b) {
  SurfaceShape both;
  auto points = a.outline;
  points.insert(points.end(), b.outline.begin(), b.outline.end());
  cv::convexHull(points, both.outline);
  std::vector<cv::Point2f> shared;
  const double overlap = cv::intersectConvexConvex(a.outline, b.outline, shared);
  measure(both,
          a.fill * cv::contourArea(a.outline) + b.fill * cv::contourArea(b.outline) - overlap);
  return both;
}

double shareInside(const SurfaceShape& inner, const SurfaceShape& outer) {
  std::vector<cv::Point2f> shared;
  const double overlap = cv::intersectConvexConvex(inner.outline, outer.outline, shared);
  return overlap / std::max(1.0, cv::contourArea(inner.outline));
}

} // namespace photoscrub::detect
