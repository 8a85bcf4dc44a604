#include "detect/surfaces/surface_shape.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// Bits that stick out by less than this part of a surface's width are no part of it: light that
// runs along an edge, a stand, a clip.
constexpr double kThinPart = 0.10;
constexpr int kLargestOpening = 15; // pixels
constexpr double kSameWay = 6;      // degrees
constexpr int kRoom = 2 * kLargestOpening;
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

/// The outline of the largest part, empty where all are small.
std::vector<cv::Point> largestOf(const cv::Mat& parts) {
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(parts, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  const auto found = std::max_element(contours.begin(), contours.end(), [](auto& a, auto& b) {
    return cv::contourArea(a) < cv::contourArea(b);
  });
  return found == contours.end() || cv::contourArea(*found) < kSmallestArea
             ? std::vector<cv::Point>{}
             : std::move(*found);
}

/// The largest part of `mask`, holes filled, with room around it, so that morphology sees the
/// outside there.
cv::Mat filled(const cv::Mat& mask) {
  cv::Mat room;
  cv::copyMakeBorder(mask, room, kRoom, kRoom, kRoom, kRoom, cv::BORDER_CONSTANT, cv::Scalar(0));
  cv::morphologyEx(room, room, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(5, 5)));
  const auto whole = largestOf(room);
  room.setTo(0);
  if (!whole.empty())
    cv::drawContours(room, std::vector<std::vector<cv::Point>>{whole}, 0, 255, cv::FILLED);
  return room;
}

std::optional<SurfaceShape> shapeFrom(const std::vector<cv::Point>& body, cv::Point corner) {
  if (body.empty())
    return std::nullopt;
  SurfaceShape shape;
  std::vector<cv::Point> hull;
  cv::convexHull(body, hull);
  for (const auto& point : hull)
    shape.outline.emplace_back(static_cast<float>(point.x - kRoom + corner.x) + 0.5F,
                               static_cast<float>(point.y - kRoom + corner.y) + 0.5F);
  measure(shape, cv::contourArea(body));
  return shape;
}
} // namespace

std::optional<SurfaceShape> shapeOf(const cv::Mat& mask, cv::Point corner) {
  cv::Mat room = filled(mask);
  const auto whole = largestOf(room);
  if (whole.empty())
    return std::nullopt;
  const auto frame = cv::minAreaRect(whole);
  const double width = std::min(frame.size.width, frame.size.height);
  const int thin = std::clamp(static_cast<int>(kThinPart * width) | 1, 3, kLargestOpening);
  cv::morphologyEx(room, room, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(thin, thin)));
  return shapeFrom(largestOf(room), corner);
}

std::optional<SurfaceShape> shapeCutLoose(const cv::Mat& mask, cv::Point corner, cv::Point2f inside,
                                          double neck) {
  cv::Mat room = filled(mask);
  cv::Mat1f depth;
  cv::distanceTransform(room, depth, cv::DIST_L2, 3);
  cv::Mat deep = depth > neck, numbers;
  cv::connectedComponents(deep, numbers, 4);
  const cv::Point start = cv::Point(inside) - corner + cv::Point(kRoom, kRoom);
  if (!cv::Rect(cv::Point(), room.size()).contains(start) || numbers.at<int>(start) == 0)
    return std::nullopt;
  const cv::Mat away = numbers != numbers.at<int>(start);
  cv::distanceTransform(away, depth, cv::DIST_L2, 3);
  return shapeFrom(largestOf((depth <= neck) & room), corner);
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

bool isAlong(const SurfaceShape& one, const SurfaceShape& other) {
  const double turn = std::fmod(std::abs(double(one.frame.angle) - other.frame.angle), 90.0);
  return std::min(turn, 90 - turn) < kSameWay;
}

double shareInside(const SurfaceShape& inner, const SurfaceShape& outer) {
  std::vector<cv::Point2f> shared;
  const double overlap = cv::intersectConvexConvex(inner.outline, outer.outline, shared);
  return overlap / std::max(1.0, cv::contourArea(inner.outline));
}

} // namespace photoscrub::detect
