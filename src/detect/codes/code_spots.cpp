#include "detect/codes/code_spots.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr double kSameSpot = 0.7;

bool sameSpot(const CodeSpot& a, const CodeSpot& b) {
  const auto boxA = a.frame.box(), boxB = b.frame.box();
  const double shared = (boxA & boxB).area();
  return shared > kSameSpot * std::max(boxA.area(), boxB.area());
}
} // namespace

cv::Rect2f Frame::box() const {
  const cv::Point2f u = along * (length / 2), v = across() * (height / 2);
  const cv::Point2f half(std::abs(u.x) + std::abs(v.x), std::abs(u.y) + std::abs(v.y));
  return {centre - half, centre + half};
}

std::vector<cv::Mat> levelsOf(const cv::Mat& grey, const LevelSizes& sizes) {
  const int longSide = std::max(grey.cols, grey.rows);
  cv::Mat level = grey;
  if (longSide > sizes.side) {
    const double factor = static_cast<double>(sizes.side) / longSide;
    cv::resize(grey, level, {}, factor, factor, cv::INTER_AREA);
  }
  std::vector<cv::Mat> levels;
  for (int i = 0; i < sizes.count && std::min(level.cols, level.rows) >= sizes.least; ++i) {
    levels.push_back(level);
    cv::Mat half;
    cv::resize(level, half, {level.cols / 2, level.rows / 2}, 0, 0, cv::INTER_AREA);
    level = half;
  }
  return levels;
}

std::vector<CodeSpot> strongestSpots(std::vector<CodeSpot> spots, std::size_t most) {
  std::stable_sort(spots.begin(), spots.end(),
                   [](const CodeSpot& a, const CodeSpot& b) { return a.strength > b.strength; });
  std::vector<CodeSpot> kept;
  for (const auto& spot : spots) {
    if (kept.size() >= most)
      break;
    if (std::none_of(kept.begin(), kept.end(),
                     [&](const CodeSpot& other) { return sameSpot(spot, other); }))
      kept.push_back(spot);
  }
  return kept;
}

} // namespace photoscrub::detect
