#include "detect/text/text_levels.h"

#include <algorithm>
#include <cmath>

namespace photoscrub::detect {

namespace {
constexpr int kCoarseSide = 768;
constexpr int kMiddleSide = 1536;
constexpr int kFineSide = 3072;
constexpr int kMaxEnlarging = 2;
// Below this gain in size the next look finds little that the one before has not.
constexpr double kWorthwhileGain = 1.2;

constexpr int kTile = 512;
constexpr int kOverlap = 64;
// What the network needs in memory grows with what it is fed, about 300 bytes a pixel: a picture of
// 1280 by 960 is the largest looked at whole.
constexpr double kMostWhole = 1280.0 * 960.0;
// A fine box that covers this much of a coarse one is the same text.
constexpr double kSameText = 0.5;

double area(const cv::Rect& rect) {
  return static_cast<double>(rect.width) * rect.height;
}

/// Areas whose tile would be shared are looked at together.
void joinNear(std::vector<cv::Rect>& areas) {
  for (bool joined = true; joined;) {
    joined = false;
    for (std::size_t i = 0; i < areas.size() && !joined; ++i)
      for (std::size_t j = i + 1; j < areas.size() && !joined; ++j) {
        const auto both = areas[i] | areas[j];
        const bool oneTile = both.width <= kTile && both.height <= kTile;
        if (!oneTile && (areas[i] & areas[j]).empty())
          continue;
        areas[i] = both;
        areas.erase(areas.begin() + static_cast<std::ptrdiff_t>(j));
        joined = true;
      }
  }
}

/// Starts of the tiles that cover `length` from `from`, inside a picture of `all`.
std::vector<int> starts(int from, int length, int all) {
  const int tile = std::min(kTile, all);
  const int count =
      length <= tile ? 1 : 1 + (length - tile + tile - kOverlap - 1) / (tile - kOverlap);
  const int covered = tile + (count - 1) * (tile - kOverlap);
  const int first = std::clamp(from - (covered - length) / 2, 0, std::max(0, all - covered));
  std::vector<int> result;
  for (int i = 0; i < count; ++i)
    result.push_back(std::min(first + i * (tile - kOverlap), all - tile));
  return result;
}

/// How much of a box's area fine boxes cover, by points spread over it.
double coveredBy(const TextBox& box, const std::vector<TextBox>& others) {
  constexpr int kAlong = 12, kAcross = 3;
  int inside = 0;
  const cv::Point2d down(-box.along.y, box.along.x);
  for (int i = 0; i < kAlong; ++i)
    for (int j = 0; j < kAcross; ++j) {
      const auto at = box.centre + box.along * (box.length * ((i + 0.5) / kAlong - 0.5)) +
                      down * (box.height * ((j + 0.5) / kAcross - 0.5));
      inside += std::any_of(others.begin(), others.end(), [&](const TextBox& other) {
        const auto from = at - other.centre;
        return std::abs(from.dot(other.along)) <= other.length / 2 &&
               std::abs(other.along.cross(from)) <= other.height / 2;
      });
    }
  return static_cast<double>(inside) / (kAlong * kAcross);
}
} // namespace

std::vector<int> textSides(int longSide) {
  std::vector<int> sides = {std::min(kCoarseSide, longSide * kMaxEnlarging)};
  for (const int wanted : {kMiddleSide, kFineSide}) {
    const int most =
        sides.size() == 1 ? std::max(longSide, std::min(1280, longSide * kMaxEnlarging)) : longSide;
    const int side = std::min(wanted, most);
    if (side > kWorthwhileGain * sides.back())
      sides.push_back(side);
  }
  return sides;
}

std::vector<cv::Rect> textTiles(const std::vector<cv::Rect>& areas, cv::Size level) {
  const cv::Rect all({0, 0}, level);
  auto wanted = areas;
  std::erase_if(wanted, [&](cv::Rect& rect) { return (rect &= all).empty(); });
  joinNear(wanted);
  std::vector<cv::Rect> tiles;
  double pixels = 0;
  for (const auto& rect : wanted)
    for (const int y : starts(rect.y, rect.height, level.height))
      for (const int x : starts(rect.x, rect.width, level.width)) {
        const cv::Rect tile(x, y, std::min(kTile, level.width), std::min(kTile, level.height));
        if (std::none_of(areas.begin(), areas.end(),
                         [&](const cv::Rect& one) { return !(one & tile).empty(); }) ||
            std::find(tiles.begin(), tiles.end(), tile) != tiles.end())
          continue;
        tiles.push_back(tile);
        pixels += area(tile);
      }
  if (!tiles.empty() && area(all) <= kMostWhole && pixels >= area(all))
    return {all};
  return tiles;
}

std::vector<TextBox> refined(std::vector<TextBox> coarse, const std::vector<TextBox>& fine,
                             const std::vector<cv::Rect2d>& looked, double smallHeight) {
  std::erase_if(coarse, [&](const TextBox& box) {
    const bool seenAgain = std::any_of(looked.begin(), looked.end(), [&](const cv::Rect2d& part) {
      return part.contains(box.centre);
    });
    return box.height < smallHeight && seenAgain && coveredBy(box, fine) > kSameText;
  });
  coarse.insert(coarse.end(), fine.begin(), fine.end());
  return coarse;
}

} // namespace photoscrub::detect
