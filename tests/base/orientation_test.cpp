#include "base/orientation.h"

#include <gtest/gtest.h>

namespace photoscrub {
namespace {

constexpr Size kStored{40, 30};
// One pixel wide and high: where the first pixel of the stored picture goes.
constexpr Rect kFirstPixel{0, 0, 1, 1};

class Orientations : public testing::TestWithParam<int> {
protected:
  Orientation orientation() const { return orientationFrom(GetParam()); }
};

TEST_P(Orientations, BoxesComeBack) {
  for (const Rect& box : {kFirstPixel, Rect{3, 5, 7, 11}, Rect{0, 0, 40, 30}, Rect{39, 29, 1, 1}})
    EXPECT_EQ(toStored(toUpright(box, kStored, orientation()), kStored, orientation()), box);
}

TEST_P(Orientations, UprightBoxesStayInsideTheUprightPicture) {
  const Size upright = uprightSize(kStored, orientation());
  const Rect whole = toUpright({0, 0, 40, 30}, kStored, orientation());
  EXPECT_EQ(whole, (Rect{0, 0, upright.width, upright.height}));
}

TEST_P(Orientations, SizeIsItsOwnInverse) {
  EXPECT_EQ(uprightSize(uprightSize(kStored, orientation()), orientation()), kStored);
}

INSTANTIATE_TEST_SUITE_P(AllEight, Orientations, testing::Range(1, 9));

// Exif 2.32, 4.6.4, tag 0x0112: which side row 0 and column 0 are shown on.
TEST(Orientation, PutsTheFirstPixelWhereTheStandardSays) {
  const auto corner = [](int tag) {
    const auto box = toUpright(kFirstPixel, kStored, orientationFrom(tag));
    return Point{box.x, box.y};
  };
  EXPECT_EQ(corner(1), (Point{0, 0}));
  EXPECT_EQ(corner(2), (Point{39, 0}));
  EXPECT_EQ(corner(3), (Point{39, 29}));
  EXPECT_EQ(corner(4), (Point{0, 29}));
  EXPECT_EQ(corner(5), (Point{0, 0}));
  EXPECT_EQ(corner(6), (Point{29, 0}));
  EXPECT_EQ(corner(7), (Point{29, 39}));
  EXPECT_EQ(corner(8), (Point{0, 39}));
}

// The second pixel of the first row tells a turn from a mirror image.
TEST(Orientation, RunsTheFirstRowWhereTheStandardSays) {
  const auto second = [](int tag) {
    const auto box = toUpright({1, 0, 1, 1}, kStored, orientationFrom(tag));
    return Point{box.x, box.y};
  };
  EXPECT_EQ(second(2), (Point{38, 0}));
  EXPECT_EQ(second(4), (Point{1, 29}));
  EXPECT_EQ(second(5), (Point{0, 1}));
  EXPECT_EQ(second(6), (Point{29, 1}));
  EXPECT_EQ(second(7), (Point{29, 38}));
  EXPECT_EQ(second(8), (Point{0, 38}));
}

TEST(Orientation, ReadsOddValuesAsNormal) {
  for (const int value : {0, 9, -1, 65'535})
    EXPECT_EQ(orientationFrom(value), Orientation::normal);
}

} // namespace
} // namespace photoscrub
