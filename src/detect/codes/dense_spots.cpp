// Codes of any kind, small ones too: compact places full of edges, with a calm strip around.
#include "detect/codes/code_spots.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr LevelSizes kLevels = {1600, 3, 32};
constexpr std::size_t kMostSpots = 64;
// Gaps between edges that still belong to one code, in pixels: modules of up to five. Larger ones
// are seen on the next level.
constexpr int kGap = 7;
constexpr int kNear = 15; // pixels around that say what is dark and what is bright
constexpr double kLeastContrast = 24;
constexpr double kEdge = 0.3; // of the contrast near
constexpr float kShortest = 12;
constexpr float kMostLengthToHeight = 9; // low linear codes
constexpr double kLeastFill = 0.6;

cv::Mat square(int side) {
  return cv::getStructuringElement(cv::MORPH_RECT, {side, side});
}

cv::Mat1b edgesOf(const cv::Mat& grey) {
  cv::Mat1b calm, darkest, brightest, steps;
  cv::GaussianBlur(grey, calm, {3, 3}, 0);
  cv::erode(calm, darkest, square(kNear));
  cv::dilate(calm, brightest, square(kNear));
  cv::morphologyEx(calm, steps, cv::MORPH_GRADIENT, square(3));
  const cv::Mat1b contrast(brightest - darkest);
  return cv::Mat1b((steps > cv::Mat1b(contrast * kEdge)) & (contrast > kLeastContrast));
}

/// Joins what a code's modules leave open, and cuts off the lines of print that lead to it.
cv::Mat1b joined(const cv::Mat1b& edges) {
  cv::Mat1b closed;
  cv::morphologyEx(edges, closed, cv::MORPH_CLOSE, square(kGap));
  cv::morphologyEx(closed, closed, cv::MORPH_OPEN, square(kGap + 2));
  return closed;
}

void addSpots(const cv::Mat& grey, float toPicture, std::vector<CodeSpot>& spots) {
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(joined(edgesOf(grey)), outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  for (const auto& outline : outlines) {
    const auto shape = cv::minAreaRect(outline);
    const float longer = std::max(shape.size.width, shape.size.height);
    const float shorter = std::min(shape.size.width, shape.size.height);
    if (shorter < kShortest || longer > kMostLengthToHeight * shorter)
      continue;
    const double fill = cv::contourArea(outline) / (longer * shorter);
    if (fill < kLeastFill)
      continue;
    const float angle = shape.angle * static_cast<float>(CV_PI / 180);
    Frame frame{shape.center * toPicture,
                {std::cos(angle), std::sin(angle)},
                shape.size.width * toPicture,
                shape.size.height * toPicture};
    spots.push_back({frame, fill * (shorter + longer) / (2 * longer)});
  }
}
} // namespace

std::vector<CodeSpot> findDenseSpots(const cv::Mat& grey) {
  std::vector<CodeSpot> spots;
  for (const auto& level : levelsOf(grey, kLevels))
    addSpots(level, static_cast<float>(grey.cols) / static_cast<float>(level.cols), spots);
  return strongestSpots(std::move(spots), kMostSpots);
}

} // namespace photoscrub::detect
