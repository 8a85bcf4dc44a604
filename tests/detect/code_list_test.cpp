#include "detect/codes/code_list.h"
#include "detect/drawn.h"

#include <array>

#include <gtest/gtest.h>

namespace photoscrub::detect::testing {
namespace {
std::array<cv::Point2f, 4> boxAt(float x, float y, float side) {
  return {cv::Point2f(x, y), {x + side, y}, {x + side, y + side}, {x, y + side}};
}

class CodeListTest : public ::testing::Test {
protected:
  imaging::Picture picture = pictureOf(paper(400, 300), 0.5);
  Pyramid pyramid{picture};
  CodeList codes{pyramid};
};

TEST_F(CodeListTest, OutlinesAreInFullSizePixelsWithAMargin) {
  codes.addRead("QR code", "x", boxAt(100, 100, 50), 0.1F);
  const auto regions = codes.take();
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_NEAR(regions[0].box.x, 190, 2);
  EXPECT_NEAR(regions[0].box.width, 120, 3);
  EXPECT_EQ(regions[0].polygon.size(), 4u);
  EXPECT_EQ(regions[0].score, 1);
}

TEST_F(CodeListTest, TheSameCodeCountsOnceAndItsTwinBesideItTwice) {
  codes.addRead("QR code", "x", boxAt(100, 100, 50), 0);
  codes.addRead("QR code", "x", boxAt(104, 98, 50), 0);
  codes.addRead("QR code", "x", boxAt(200, 100, 50), 0);
  EXPECT_EQ(codes.take().size(), 2u);
}

TEST_F(CodeListTest, WhatWasReadReplacesWhatWasNot) {
  codes.addUnread("matrix code, not read", 0.8, boxAt(95, 95, 60));
  codes.addRead("QR code", "x", boxAt(100, 100, 50), 0);
  codes.addUnread("bar code, not read", 0.9, boxAt(110, 110, 30));
  const auto regions = codes.take();
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].value, "x");
}

TEST_F(CodeListTest, OfUnreadOnesInOnePlaceTheSurerStays) {
  codes.addUnread("matrix code, not read", 0.7, boxAt(100, 100, 50));
  codes.addUnread("matrix code, not read", 0.9, boxAt(105, 100, 50));
  codes.addUnread("matrix code, not read", 0.8, boxAt(100, 105, 50));
  const auto regions = codes.take();
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].score, 0.9);
}

TEST_F(CodeListTest, KnowsWhereCodesWereRead) {
  codes.addRead("QR code", "x", boxAt(100, 100, 50), 0);
  EXPECT_TRUE(codes.holdsRead({110, 110, 30, 30}));
  EXPECT_FALSE(codes.holdsRead({200, 110, 30, 30}));
}
} // namespace
} // namespace photoscrub::detect::testing
