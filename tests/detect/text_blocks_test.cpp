#include "detect/drawn.h"
#include "detect/outlines.h"

#include <cmath>

#include <gtest/gtest.h>

namespace photoscrub::detect::testing {
namespace {

/// `count` lines of 300 by 20 pixels, 30 apart, around (500, 400), turned by `degrees`.
std::vector<Region> stack(int count, double degrees, int pitch = 30) {
  const double angle = degrees * 3.14159265358979 / 180;
  std::vector<Region> lines;
  for (int i = 0; i < count; ++i) {
    Region line;
    line.kind = RegionKind::text;
    line.label = "text";
    const double top = (i - count / 2) * pitch;
    const double corners[4][2] = {{-150, top}, {150, top}, {150, top + 20}, {-150, top + 20}};
    for (const auto& at : corners)
      line.polygon.push_back(
          {static_cast<int>(std::lround(500 + at[0] * std::cos(angle) - at[1] * std::sin(angle))),
           static_cast<int>(std::lround(400 + at[0] * std::sin(angle) + at[1] * std::cos(angle)))});
    line.box = boxAround(line.polygon);
    lines.push_back(line);
  }
  return lines;
}

std::vector<Region> pages(const std::vector<Region>& found) {
  return run(*makeTextBlocks(), pictureOf(paper(1000, 800)), found);
}

TEST(TextBlocks, AStackOfLinesIsAPageThatHoldsThem) {
  for (const double degrees : {0.0, 15.0, 90.0, -90.0}) {
    const auto lines = stack(6, degrees);
    const auto found = pages(lines);
    ASSERT_EQ(found.size(), 1u) << degrees;
    EXPECT_EQ(found[0].kind, RegionKind::document);
    for (const auto& line : lines)
      EXPECT_EQ(shareInside(line.box, found[0].box), 1) << degrees;
  }
}

TEST(TextBlocks, AFewLinesOrScatteredOnesAreNone) {
  EXPECT_TRUE(pages(stack(3, 0)).empty());
  EXPECT_TRUE(pages(stack(6, 0, 120)).empty());
}

TEST(TextBlocks, WordsSideBySideAreOneRow) {
  std::vector<Region> row;
  for (int i = 0; i < 8; ++i) {
    Region word;
    word.kind = RegionKind::text;
    word.label = "text";
    word.polygon = {{i * 60, 100}, {i * 60 + 50, 100}, {i * 60 + 50, 120}, {i * 60, 120}};
    word.box = boxAround(word.polygon);
    row.push_back(word);
  }
  EXPECT_TRUE(pages(row).empty());
}

TEST(TextBlocks, APageOnAScreenIsTheScreens) {
  auto found = stack(6, 0);
  Region screen;
  screen.kind = RegionKind::screen;
  screen.box = {200, 200, 600, 400};
  found.push_back(screen);
  EXPECT_TRUE(pages(found).empty());
}

} // namespace
} // namespace photoscrub::detect::testing
