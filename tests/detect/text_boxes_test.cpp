#include "detect/text/text_boxes.h"

#include <cmath>

#include <gtest/gtest.h>

namespace photoscrub::detect {
namespace {

TextBox line(double x, double y, double length, double height) {
  return {{x, y}, {1, 0}, length, height, 0.9};
}

TEST(TextBoxes, LongSideIsTheReadingDirection) {
  const auto upright = textBoxFrom({{100, 50}, {80, 20}, 0}, 1);
  EXPECT_NEAR(upright.along.x, 1, 1e-6);
  EXPECT_NEAR(upright.length, 80, 1e-6);
  const auto same = textBoxFrom({{100, 50}, {20, 80}, 90}, 1);
  EXPECT_NEAR(same.along.x, 1, 1e-6);
  EXPECT_NEAR(same.length, 80, 1e-6);
}

TEST(TextBoxes, TiltedLineStartsAtItsTopLeft) {
  const auto tilted = textBoxFrom({{100, 100}, {80, 20}, 20}, 1);
  const auto corners = tilted.corners();
  EXPECT_LT(corners[0].x, corners[1].x); // start before end
  EXPECT_LT(corners[0].y, corners[3].y); // top above bottom
  EXPECT_LT(corners[0].y, corners[1].y); // 20 degrees clockwise: it runs downwards
}

TEST(TextBoxes, PiecesOfALineGoAndNeighboursStay) {
  const auto kept = withoutNested(
      {line(100, 50, 200, 20), line(60, 50, 80, 18), line(100, 80, 200, 20), line(100, 50, 12, 8)});
  // The piece goes; the line below and the small print on top of the line stay.
  ASSERT_EQ(kept.size(), 3u);
  for (const auto& box : kept)
    EXPECT_NE(box.length, 80);
}

TEST(TextBoxes, RegionsAreInFullSizePixelsInsideThePhoto) {
  imaging::Picture picture;
  picture.image = imaging::Image({100, 50}, 3);
  picture.fullSize = {400, 200};
  picture.scale = 0.25;
  const Pyramid pyramid(picture);
  const auto region = textRegion(line(90, 25, 60, 10), pyramid, {100, 50});
  EXPECT_EQ(region.box, (Rect{240, 80, 160, 40}));
  for (const auto& point : region.polygon) {
    EXPECT_LE(point.x, 400);
    EXPECT_LE(point.y, 200);
  }
}

TEST(TextBoxes, NumbersThatAreNoneGiveABoxInsideThePhoto) {
  imaging::Picture picture;
  picture.image = imaging::Image({100, 50}, 3);
  picture.fullSize = {100, 50};
  const Pyramid pyramid(picture);
  const auto box = pyramid.toFull(cv::Rect2d(std::nan(""), -1e30, 1e30, INFINITY), {100, 50});
  EXPECT_GE(box.x, 0);
  EXPECT_GE(box.y, 0);
  EXPECT_LE(box.right(), 100);
  EXPECT_LE(box.bottom(), 50);
}

} // namespace
} // namespace photoscrub::detect
