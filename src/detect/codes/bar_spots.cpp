// Linear codes: places where all edges run the same way.
#include "detect/codes/code_spots.h"
#include "detect/codes/edge_cells.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// Modules of 1 to 5 pixels are seen as texture, on some level.
constexpr LevelSizes kLevels = {1280, 3, 48};
constexpr std::size_t kMostSpots = 28;
// Nearly all edges run one way. Print has 0.2 to 0.5.
constexpr float kCoherence = 0.7F;
// Share of the local contrast that a pixel's gradient has, squared and averaged.
constexpr float kDensity = 0.012F;
constexpr float kLeastContrast = 24;
// Cosine of twice 15 degrees: neighbours whose edges run this alike belong together.
constexpr float kSameDirection = 0.87F;
constexpr std::size_t kLeastCells = 12;
constexpr double kMinFill = 0.5;

/// A connected set of cells.
struct Patch {
  std::vector<cv::Point> cells;
  cv::Point2f direction{0, 0}; ///< sum of the cells' double-angle vectors
  double density = 0;          ///< sum
};

cv::Mat1b maskOf(const EdgeCells& cells) {
  cv::Mat1b mask(cells.size());
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x) {
      const cv::Point at(x, y);
      const bool belongs = cells.contrast(at) >= kLeastContrast &&
                           cells.coherence(at) >= kCoherence && cells.density(at) >= kDensity;
      mask(y, x) = belongs ? 1 : 0;
    }
  return mask;
}

/// How many cells of the mask, three at most, follow in a direction.
int runFrom(const EdgeCells& cells, const cv::Mat1b& mask, cv::Point from, cv::Point2f step) {
  int count = 0;
  for (; count < 3; ++count) {
    const cv::Point2f offset = step * static_cast<float>(count + 1);
    const cv::Point at(from.x + cvRound(offset.x), from.y + cvRound(offset.y));
    if (!cells.holds(at) || !mask(at))
      break;
  }
  return count;
}

/// Takes away single edges, the border of a label that leads to its code: seen through cells and
/// their neighbours they are three cells wide, bars side by side are more.
cv::Mat1b withoutSingleEdges(const EdgeCells& cells, const cv::Mat1b& mask) {
  cv::Mat1b wide(mask.size(), std::uint8_t{0});
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 0; x < mask.cols; ++x) {
      if (!mask(y, x))
        continue;
      const cv::Point2f twice = cells.direction({x, y});
      const float angle = std::atan2(twice.y, twice.x) / 2;
      const cv::Point2f step(std::cos(angle), std::sin(angle));
      const int run = runFrom(cells, mask, {x, y}, step) + runFrom(cells, mask, {x, y}, -step);
      wide(y, x) = run >= 3 ? 1 : 0;
    }
  return wide;
}

/// Grows a patch from `seed` over the cells left in the mask, and takes them out.
Patch grow(const EdgeCells& cells, cv::Point seed, cv::Mat1b& left) {
  Patch patch;
  std::vector<cv::Point> open = {seed};
  left(seed) = 0;
  while (!open.empty()) {
    const cv::Point at = open.back();
    open.pop_back();
    patch.cells.push_back(at);
    const cv::Point2f here = cells.direction(at);
    patch.direction += here;
    patch.density += cells.density(at);
    for (const cv::Point step : {cv::Point(1, 0), {-1, 0}, {0, 1}, {0, -1}}) {
      const cv::Point next = at + step;
      if (!cells.holds(next) || !left(next) || here.dot(cells.direction(next)) < kSameDirection)
        continue;
      left(next) = 0;
      open.push_back(next);
    }
  }
  return patch;
}

/// The patch's extent across its bars and along them, in cells.
Frame frameOf(const Patch& patch) {
  const float angle = std::atan2(patch.direction.y, patch.direction.x) / 2;
  Frame frame;
  frame.along = {std::cos(angle), std::sin(angle)};
  const cv::Point2f across = frame.across();
  float left = 1e9F, right = -1e9F, top = 1e9F, bottom = -1e9F;
  for (const auto& cell : patch.cells) {
    const cv::Point2f centre(static_cast<float>(cell.x) + 0.5F, static_cast<float>(cell.y) + 0.5F);
    const float u = centre.dot(frame.along), v = centre.dot(across);
    left = std::min(left, u), right = std::max(right, u);
    top = std::min(top, v), bottom = std::max(bottom, v);
  }
  frame.length = right - left + 1;
  frame.height = bottom - top + 1;
  frame.centre = frame.along * ((left + right) / 2) + across * ((top + bottom) / 2);
  return frame;
}

bool hasShape(const Frame& frame, std::size_t cells) {
  const double fill = static_cast<double>(cells) / (frame.length * frame.height);
  return frame.length >= 5 && frame.height >= 2 && fill >= kMinFill;
}

void addSpots(const EdgeCells& cells, double pixelsPerCell, std::vector<CodeSpot>& spots) {
  cv::Mat1b left = withoutSingleEdges(cells, maskOf(cells));
  for (int y = 0; y < left.rows; ++y)
    for (int x = 0; x < left.cols; ++x) {
      if (!left(y, x))
        continue;
      const Patch patch = grow(cells, {x, y}, left);
      if (patch.cells.size() < kLeastCells)
        continue;
      Frame frame = frameOf(patch);
      if (!hasShape(frame, patch.cells.size()))
        continue;
      const auto factor = static_cast<float>(pixelsPerCell);
      frame.centre *= factor, frame.length *= factor, frame.height *= factor;
      spots.push_back({frame, patch.density});
    }
}
} // namespace

std::vector<CodeSpot> findBarSpots(const cv::Mat& grey) {
  const auto levels = levelsOf(grey, kLevels);
  std::vector<CodeSpot> spots;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const double factor = EdgeCells::kSide * static_cast<double>(grey.cols) / levels[i].cols;
    const EdgeCells cells(levels[i]);
    addSpots(cells.withNeighbours(), factor, spots);
    if (i == 0)
      addSpots(cells, factor, spots);
  }
  return strongestSpots(std::move(spots), kMostSpots);
}

} // namespace photoscrub::detect
