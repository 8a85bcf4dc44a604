#include "detect/text/text_levels.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace photoscrub::detect {
namespace {

const cv::Size kLevel(1536, 1152);

double pixels(const std::vector<cv::Rect>& tiles) {
  double sum = 0;
  for (const auto& tile : tiles)
    sum += static_cast<double>(tile.area());
  return sum;
}

TEST(TextLevels, GoFromCoarseToFine) {
  EXPECT_EQ(textSides(4032), (std::vector<int>{768, 1536, 3072}));
  EXPECT_EQ(textSides(2000), (std::vector<int>{768, 1536, 2000}));
  EXPECT_EQ(textSides(1280), (std::vector<int>{768, 1280}));
}

TEST(TextLevels, EnlargeSmallPicturesTwiceAtMost) {
  EXPECT_EQ(textSides(500), (std::vector<int>{768, 1000}));
  EXPECT_EQ(textSides(200), (std::vector<int>{400}));
  EXPECT_EQ(textSides(1), (std::vector<int>{2}));
}

TEST(TextTiles, AreNoneWithoutAreas) {
  EXPECT_TRUE(textTiles({}, kLevel).empty());
  EXPECT_TRUE(textTiles({{2000, 2000, 10, 10}}, kLevel).empty());
}

TEST(TextTiles, OneHoldsAreasThatAreNear) {
  const std::vector<cv::Rect> areas = {{700, 500, 100, 30}, {720, 560, 200, 30}};
  const auto tiles = textTiles(areas, kLevel);
  ASSERT_EQ(tiles.size(), 1u);
  for (const auto& area : areas)
    EXPECT_EQ(area & tiles[0], area);
}

TEST(TextTiles, CoverLongAreasInsideThePicture) {
  const cv::Rect line(20, 1100, 1500, 60);
  const auto tiles = textTiles({line}, kLevel);
  const cv::Rect all({0, 0}, kLevel);
  for (const auto& tile : tiles)
    EXPECT_EQ(tile & all, tile);
  for (int x = line.x; x < line.x + line.width; ++x)
    EXPECT_TRUE(std::any_of(tiles.begin(), tiles.end(), [&](const cv::Rect& tile) {
      return tile.contains({x, 1140}) && tile.contains({x, 1110});
    })) << x;
  EXPECT_LT(pixels(tiles), static_cast<double>(kLevel.area()));
}

TEST(TextTiles, LeaveEmptyGroundAlone) {
  const auto tiles = textTiles({{0, 0, 40, 40}, {1400, 1100, 40, 40}}, kLevel);
  EXPECT_EQ(tiles.size(), 2u);
}

TEST(TextTiles, AreTheWholePictureWhereThatIsCheaper) {
  const cv::Size small(1200, 900);
  const auto tiles = textTiles({{10, 10, 1180, 880}}, small);
  ASSERT_EQ(tiles.size(), 1u);
  EXPECT_EQ(tiles[0], cv::Rect({0, 0}, small));
  EXPECT_EQ(textTiles({{10, 10, 280, 180}}, {300, 200}).size(), 1u);
}

TextBox boxAt(double x, double y, double length, double height) {
  return {{x, y}, {1, 0}, length, height, 0.9};
}

TEST(RefinedText, SmallLinesSeenAgainGiveWay) {
  const auto boxes =
      refined({boxAt(100, 100, 120, 40)}, {boxAt(100, 90, 120, 18), boxAt(100, 110, 120, 18)},
              {{0, 0, 300, 300}}, 50);
  EXPECT_EQ(boxes.size(), 2u);
}

TEST(RefinedText, WhatTheFineLookMissedStays) {
  EXPECT_EQ(refined({boxAt(100, 100, 120, 40)}, {}, {{0, 0, 300, 300}}, 50).size(), 1u);
  // Outside of what was looked at, and large lettering.
  const std::vector<TextBox> fine = {boxAt(100, 100, 120, 40)};
  EXPECT_EQ(refined({boxAt(100, 100, 120, 40)}, fine, {{200, 200, 50, 50}}, 50).size(), 2u);
  EXPECT_EQ(refined({boxAt(100, 100, 120, 40)}, fine, {{0, 0, 300, 300}}, 30).size(), 2u);
}

} // namespace
} // namespace photoscrub::detect
