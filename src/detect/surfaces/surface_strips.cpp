#include "detect/surfaces/surface_strips.h"

#include "detect/surfaces/strip_print.h"
#include "detect/surfaces/surface_growth.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// Bands are 180 to 280 mm long and 20 to 30 mm wide, seen at a slant.
constexpr double kAspectFrom = 4.6, kAspectTo = 12;
constexpr double kNarrowest = 9; // pixels: the print on narrower ones cannot be seen
constexpr double kShortest = 60;
constexpr double kQuality = 0.62; // a band that lies bent fills less of its outline
constexpr double kHalf = 0.5;     // of a strip, at least, is its own pixels
constexpr int kStrokes = 7;       // letters up to this many pixels are closed
// Strips are lighter than both sides by one of these steps and narrower than one of these windows.
constexpr std::array<int, 2> kWindows{25, 61};
constexpr std::array<double, 3> kLighter{14, 26, 48};
// Print in small: dark strokes this much darker than their ground, close to each other.
constexpr double kStroke = 12;
constexpr int kTogether = 7;
constexpr double kSmallestPrint = 50, kLargestPrint = 0.3; // area, side by the photo's long side
constexpr std::size_t kMostPrints = 80;
constexpr double kStep = 7;
constexpr double kNested = 0.5;

bool isStrip(const SurfaceShape& shape) {
  return shape.aspect() >= kAspectFrom && shape.aspect() <= kAspectTo &&
         shape.shortSide() >= kNarrowest && shape.longSide() >= kShortest &&
         shape.quality() >= kQuality;
}

/// Whether so many pixels in a box of that size can be a strip at all.
bool canBeStrip(double pixels, cv::Size box) {
  const double longest = std::hypot(box.width, box.height);
  return longest >= kShortest && pixels <= longest * longest / kAspectFrom &&
         pixels >= kHalf * longest * longest / kAspectTo;
}

/// Parts of the picture that are lighter than what lies on both sides.
void addLighterStrips(const cv::Mat& lightness, std::vector<SurfaceShape>& strips) {
  for (const int window : kWindows) {
    cv::Mat above;
    cv::morphologyEx(lightness, above, cv::MORPH_TOPHAT,
                     cv::getStructuringElement(cv::MORPH_RECT, cv::Size(window, window)));
    for (const double step : kLighter) {
      cv::Mat lighter, numbers, stats, centroids;
      cv::threshold(above, lighter, step, 255, cv::THRESH_BINARY);
      cv::morphologyEx(lighter, lighter, cv::MORPH_OPEN, cv::Mat());
      const int count = cv::connectedComponentsWithStats(lighter, numbers, stats, centroids, 4);
      for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                           stats.at<int>(i, cv::CC_STAT_WIDTH),
                           stats.at<int>(i, cv::CC_STAT_HEIGHT));
        if (!canBeStrip(stats.at<int>(i, cv::CC_STAT_AREA), box.size()))
          continue;
        auto shape = shapeOf(numbers(box) == i, box.tl());
        if (shape && isStrip(*shape))
          strips.push_back(std::move(*shape));
      }
    }
  }
}

/// Where small dark strokes stand close together.
std::vector<cv::RotatedRect> smallPrint(const cv::Mat& lightness, const cv::Mat& closed,
                                        double noise) {
  cv::Mat strokes = closed - lightness;
  cv::threshold(strokes, strokes, kStroke + 3 * noise, 255, cv::THRESH_BINARY);
  cv::morphologyEx(strokes, strokes, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT, cv::Size(kTogether, kTogether)));
  cv::morphologyEx(strokes, strokes, cv::MORPH_OPEN, cv::Mat());
  std::vector<std::vector<cv::Point>> contours;
  cv::findContours(strokes, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  const float longest =
      static_cast<float>(kLargestPrint * std::max(lightness.cols, lightness.rows));
  std::vector<cv::RotatedRect> prints;
  for (const auto& contour : contours) {
    const auto frame = cv::minAreaRect(contour);
    if (frame.size.area() >= kSmallestPrint &&
        std::max(frame.size.width, frame.size.height) <= longest)
      prints.push_back(frame);
  }
  std::sort(prints.begin(), prints.end(),
            [](const auto& a, const auto& b) { return a.size.area() > b.size.area(); });
  prints.resize(std::min(prints.size(), kMostPrints));
  return prints;
}

/// What small print stands on, where that is a strip.
void addGrownStrips(const SurfacePicture& picture, const std::vector<cv::RotatedRect>& prints,
                    std::vector<SurfaceShape>& strips) {
  SurfaceGrowth growth(picture, kStep);
  for (const auto& print : prints) {
    std::vector<cv::Point2f> corners(4);
    print.points(corners.data());
    growth.grow(seedAround(picture, corners, true));
  }
  for (int number = 0; number < growth.count(); ++number) {
    const auto extent = growth.extent(number);
    const auto mask = growth.mask(number);
    if (!canBeStrip(cv::countNonZero(mask), extent.size()))
      continue;
    auto shape = shapeOf(mask, extent.tl());
    if (shape && isStrip(*shape))
      strips.push_back(std::move(*shape));
  }
}
} // namespace

std::vector<Strip> printedStrips(const cv::Mat& bgr, const cv::Mat& fine) {
  const auto picture = surfacePicture(bgr);
  cv::Mat lightness, closed;
  cv::extractChannel(picture.lab, lightness, 0);
  cv::morphologyEx(lightness, closed, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT, cv::Size(kStrokes, kStrokes)));
  std::vector<SurfaceShape> shapes;
  addLighterStrips(closed, shapes);
  addGrownStrips(picture, smallPrint(lightness, closed, picture.noise), shapes);
  const double scale = static_cast<double>(fine.cols) / bgr.cols;
  std::sort(shapes.begin(), shapes.end(), [](const auto& a, const auto& b) {
    return a.quality() * a.longSide() > b.quality() * b.longSide();
  });
  std::vector<Strip> strips;
  for (auto& shape : shapes) {
    const bool known = std::any_of(strips.begin(), strips.end(), [&](const Strip& other) {
      return shareInside(shape, other.shape) > kNested || shareInside(other.shape, shape) > kNested;
    });
    if (known)
      continue;
    if (const auto print = printInTheMiddle(shape.frame, fine, scale))
      strips.push_back({std::move(shape), *print});
  }
  return strips;
}

} // namespace photoscrub::detect
