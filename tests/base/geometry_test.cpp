#include "base/geometry.h"

#include <gtest/gtest.h>

namespace photoscrub {
namespace {

TEST(Geometry, IntersectionIsTheSharedPart) {
  EXPECT_EQ(intersection({0, 0, 10, 10}, {5, 6, 10, 10}), (Rect{5, 6, 5, 4}));
  EXPECT_TRUE(intersection({0, 0, 10, 10}, {10, 0, 5, 5}).empty());
  EXPECT_TRUE(intersection({0, 0, 10, 10}, {50, 50, 5, 5}).empty());
}

TEST(Geometry, BoundingBoxHoldsBoth) {
  EXPECT_EQ(boundingBox({0, 0, 2, 2}, {8, 9, 2, 1}), (Rect{0, 0, 10, 10}));
  EXPECT_EQ(boundingBox({}, {3, 4, 5, 6}), (Rect{3, 4, 5, 6}));
  EXPECT_EQ(boundingBox({3, 4, 5, 6}, {}), (Rect{3, 4, 5, 6}));
}

TEST(Geometry, IouGoesFromNothingToOne) {
  EXPECT_DOUBLE_EQ(iou({0, 0, 10, 10}, {0, 0, 10, 10}), 1);
  EXPECT_DOUBLE_EQ(iou({0, 0, 10, 10}, {20, 0, 10, 10}), 0);
  EXPECT_DOUBLE_EQ(iou({0, 0, 10, 10}, {0, 5, 10, 10}), 50.0 / 150.0);
  EXPECT_DOUBLE_EQ(iou({}, {}), 0);
}

TEST(Geometry, AreaOfTheLargestPictureFits) {
  EXPECT_EQ((Rect{0, 0, 65'500, 65'500}.area()), 4'290'250'000);
  EXPECT_EQ((Rect{0, 0, -5, 7}.area()), 0);
}

TEST(Geometry, GrownStaysInsideThePicture) {
  EXPECT_EQ(grown({10, 10, 5, 5}, {2, 3}, {100, 100}), (Rect{8, 7, 9, 11}));
  EXPECT_EQ(grown({1, 1, 98, 98}, {5, 5}, {100, 100}), (Rect{0, 0, 100, 100}));
}

} // namespace
} // namespace photoscrub
