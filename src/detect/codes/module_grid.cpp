#include "detect/codes/module_grid.h"

#include "detect/codes/bent_square.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr double kHopeless = 0.15, kWorthRefining = 0.3, kLeastFit = 0.5;
constexpr std::size_t kMostGrids = 5;
constexpr float kGain = 1.5F; // blurred modules stay in the grey
constexpr int kRounds = 12;
constexpr double kCalm = 1.5; // pixels of blur against noise
// How unevenly modules may be spaced from one end to the other.
constexpr std::array<float, 9> kSqueezes = {0,     0.12F,  -0.12F, 0.24F, -0.24F,
                                            0.36F, -0.36F, 0.48F,  -0.48F};

/// -1 light, 1 dark, 0 not fixed by the standard.
using Pattern = cv::Mat1s;

/// ISO/IEC 16022, 5.1: left and bottom dark, top and right broken.
Pattern dataMatrixPattern(int side) {
  Pattern pattern(side, side, std::int16_t{0});
  for (int i = 0; i < side; ++i) {
    const auto broken = static_cast<std::int16_t>(i % 2 == 0 ? 1 : -1);
    pattern(0, i) = broken;
    pattern(side - 1 - i, side - 1) = broken;
  }
  pattern.col(0).setTo(1);
  pattern.row(side - 1).setTo(1);
  return pattern;
}

void drawFinder(Pattern& pattern, int row, int column) {
  for (int y = -1; y <= 7; ++y)
    for (int x = -1; x <= 7; ++x) {
      const cv::Point at(column + x, row + y);
      if (!cv::Rect({0, 0}, pattern.size()).contains(at))
        continue;
      const int ring = std::max(std::abs(x - 3), std::abs(y - 3));
      pattern(at) = static_cast<std::int16_t>(ring == 2 || ring == 4 ? -1 : 1);
    }
}

/// ISO/IEC 18004, 6.3: three corner squares with their separators, the timing lines between them,
/// and, in versions 2 to 6, one alignment square.
Pattern qrPattern(int side) {
  Pattern pattern(side, side, std::int16_t{0});
  for (int i = 8; i < side - 8; ++i)
    pattern(6, i) = pattern(i, 6) = static_cast<std::int16_t>(i % 2 == 0 ? 1 : -1);
  drawFinder(pattern, 0, 0);
  drawFinder(pattern, 0, side - 7);
  drawFinder(pattern, side - 7, 0);
  if (side > 21 && side < 45)
    for (int y = -2; y <= 2; ++y)
      for (int x = -2; x <= 2; ++x)
        pattern(side - 7 + y, side - 7 + x) =
            static_cast<std::int16_t>(std::max(std::abs(x), std::abs(y)) == 1 ? -1 : 1);
  pattern(side - 8, 8) = 1;
  return pattern;
}

std::vector<Pattern> allPatterns() {
  std::vector<Pattern> patterns;
  for (int side = 10; side <= 26; side += 2) // larger ones have several regions
    patterns.push_back(dataMatrixPattern(side));
  for (int side = 21; side <= 41; side += 4)
    patterns.push_back(qrPattern(side));
  return patterns;
}

/// Dark 1, light -1, by comparison with what is near.
cv::Mat1f normalised(const cv::Mat& flat) {
  cv::Mat1f picture, low, high;
  flat.convertTo(picture, CV_32F);
  cv::GaussianBlur(picture, picture, {0, 0}, kCalm);
  const int near = std::max(9, picture.cols / 4 | 1);
  const cv::Mat square = cv::getStructuringElement(cv::MORPH_RECT, {near, near});
  cv::erode(picture, low, square);
  cv::dilate(picture, high, square);
  cv::blur(low, low, {near, near});
  cv::blur(high, high, {near, near});
  const cv::Mat1f range(cv::max(high - low, 8));
  cv::Mat1f result((low + high) - 2 * picture);
  cv::divide(result, range, result);
  return result;
}

/// A pattern laid over a picture.
struct Placed {
  const Pattern* pattern = nullptr;
  int turn = 0;
  BentSquare shape;
  std::array<float, 2> squeeze{};
  double fit = -1;

  cv::Point2f middleOf(int row, int column) const {
    return shape.at(
        {middle(column, pattern->cols, squeeze[0]), middle(row, pattern->rows, squeeze[1])});
  }

private:
  static float middle(int module, int modules, float by) {
    const float t = (static_cast<float>(module) + 0.5F) / static_cast<float>(modules);
    return t + by * t * (1 - t);
  }
};

float clear(float value) {
  return std::clamp(value * kGain, -1.0F, 1.0F);
}

float valueAt(const cv::Mat1f& picture, cv::Point2f at) {
  const int x = std::clamp(cvFloor(at.x), 0, picture.cols - 1);
  const int y = std::clamp(cvFloor(at.y), 0, picture.rows - 1);
  return picture(y, x);
}

/// Mean of the picture where the pattern is fixed, times what it should be.
double fitOf(const cv::Mat1f& picture, const Placed& placed) {
  const Pattern& pattern = *placed.pattern;
  double dark = 0, light = 0;
  int darks = 0, lights = 0;
  for (int row = 0; row < pattern.rows; ++row)
    for (int column = 0; column < pattern.cols; ++column) {
      const int wanted = pattern(row, column);
      if (wanted == 0)
        continue;
      const float value = clear(valueAt(picture, placed.middleOf(row, column)));
      if (wanted > 0)
        dark += value, ++darks;
      else
        light -= value, ++lights;
    }
  // Both count the same: a dark blob must not fit the mostly dark sides of a Data Matrix.
  return (dark / std::max(1, darks) + light / std::max(1, lights)) / 2;
}

/// How clearly all other modules are dark or light in their middles: less so on the way from one to
/// the next.
double clearnessOf(const cv::Mat1f& picture, const Placed& placed) {
  const Pattern& pattern = *placed.pattern;
  double sum = 0;
  int count = 0;
  for (int row = 0; row < pattern.rows; ++row)
    for (int column = 0; column < pattern.cols; ++column)
      if (pattern(row, column) == 0)
        sum += std::abs(clear(valueAt(picture, placed.middleOf(row, column)))), ++count;
  return sum / std::max(1, count);
}

/// Spacing across and down do not depend on each other much: one after the other.
Placed bestSpacing(const cv::Mat1f& picture, const Pattern& pattern, int turn, int quiet) {
  const auto near = static_cast<float>(quiet), far = static_cast<float>(picture.cols - quiet);
  Placed best{
      &pattern, turn, {{cv::Point2f{near, near}, {far, near}, {far, far}, {near, far}}, {}}};
  best.fit = fitOf(picture, best);
  if (best.fit < kHopeless)
    return best;
  for (const std::size_t direction : {0U, 1U}) {
    Placed tried = best;
    for (const float squeeze : kSqueezes) {
      tried.squeeze[direction] = squeeze;
      tried.fit = fitOf(picture, tried);
      if (tried.fit > best.fit)
        best = tried;
    }
  }
  return best;
}

/// Moves corners, sides and spacing a little while the picture fits better and better.
void refine(const cv::Mat1f& picture, Placed& placed) {
  const float module = static_cast<float>(picture.cols) / static_cast<float>(placed.pattern->cols);
  std::vector<std::pair<float*, float>> values; // and the first step
  Placed tried = placed;
  for (auto& corner : tried.shape.corners) {
    values.emplace_back(&corner.x, module * 0.5F);
    values.emplace_back(&corner.y, module * 0.5F);
  }
  for (auto& bow : tried.shape.bows)
    values.emplace_back(&bow, module * 0.5F);
  for (auto& squeeze : tried.squeeze)
    values.emplace_back(&squeeze, 0.08F);
  float size = 1;
  double best = placed.fit + clearnessOf(picture, placed);
  for (int round = 0; round < kRounds && size > 0.1F; ++round) {
    bool better = false;
    for (auto& [value, step] : values)
      for (const float sign : {1.0F, -1.0F}) {
        const float before = *value;
        *value += sign * size * step;
        tried.fit = fitOf(picture, tried);
        const double quality = tried.fit + clearnessOf(picture, tried);
        if (quality > best) {
          placed = tried;
          best = quality;
          better = true;
          break;
        }
        *value = before;
      }
    if (!better)
      size *= 0.5F;
  }
}

ModuleGrid gridOf(const cv::Mat1f& picture, const Placed& placed) {
  const Pattern& pattern = *placed.pattern;
  // A module is its middle compared with what blur brings over from its neighbours.
  const double module = static_cast<double>(picture.cols) / pattern.cols;
  cv::Mat1f coarse;
  cv::GaussianBlur(picture, coarse, {0, 0}, module * 0.8);
  const cv::Mat1f sharp(2 * picture - coarse);
  ModuleGrid grid;
  grid.fit = placed.fit;
  grid.modules.create(pattern.size());
  for (int row = 0; row < pattern.rows; ++row)
    for (int column = 0; column < pattern.cols; ++column) {
      const int fixed = pattern(row, column);
      const float value =
          fixed != 0 ? static_cast<float>(fixed) : valueAt(sharp, placed.middleOf(row, column));
      grid.modules(row, column) = value > 0 ? 0 : 255;
    }
  return grid;
}
} // namespace

std::vector<ModuleGrid> findGrids(const cv::Mat& flat, int quiet) {
  static const auto patterns = allPatterns();
  std::array<cv::Mat1f, 4> turned;
  turned[0] = normalised(flat);
  for (int i = 1; i < 4; ++i)
    cv::rotate(turned[static_cast<std::size_t>(i - 1)], turned[static_cast<std::size_t>(i)],
               cv::ROTATE_90_CLOCKWISE);
  std::vector<Placed> placed;
  for (int turn = 0; turn < 4; ++turn)
    for (const auto& pattern : patterns) {
      const auto best = bestSpacing(turned[static_cast<std::size_t>(turn)], pattern, turn, quiet);
      if (best.fit >= kWorthRefining)
        placed.push_back(best);
    }
  const auto byFit = [](const Placed& a, const Placed& b) { return a.fit > b.fit; };
  std::stable_sort(placed.begin(), placed.end(), byFit);
  placed.resize(std::min(placed.size(), kMostGrids));
  for (auto& place : placed)
    refine(turned[static_cast<std::size_t>(place.turn)], place);
  std::stable_sort(placed.begin(), placed.end(), byFit);
  std::vector<ModuleGrid> grids;
  for (const auto& place : placed)
    if (place.fit >= kLeastFit)
      grids.push_back(gridOf(turned[static_cast<std::size_t>(place.turn)], place));
  return grids;
}

} // namespace photoscrub::detect
