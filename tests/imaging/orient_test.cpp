#include "imaging/orient.h"

#include <gtest/gtest.h>

namespace photoscrub::imaging {

namespace {

std::uint8_t at(const Image& image, int x, int y) {
  const auto view = image.view();
  return view.data[view.stride * static_cast<std::size_t>(y) +
                   static_cast<std::size_t>(x * view.channels)];
}

Image numbered(Size size, int channels) {
  Image image(size, channels);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      image.row(y)[x * channels] = static_cast<std::uint8_t>((y * 37 + x * 11) & 0xFF);
  return image;
}

} // namespace

// What the tag says about row 0 and column 0 (Exif 2.32, 4.6.4): corner of the stored top left
// pixel on the upright picture, and of the stored top right one.
TEST(TurnedUpright, PutsCornersWhereTheTagSays) {
  constexpr Size kStored = {70, 45};
  const struct {
    Orientation orientation;
    Point topLeft;
    Point topRight;
  } cases[] = {
      {Orientation::normal, {0, 0}, {69, 0}},       {Orientation::mirrored, {69, 0}, {0, 0}},
      {Orientation::turned180, {69, 44}, {0, 44}},  {Orientation::flipped, {0, 44}, {69, 44}},
      {Orientation::transposed, {0, 0}, {0, 69}},   {Orientation::turned90, {44, 0}, {44, 69}},
      {Orientation::transverse, {44, 69}, {44, 0}}, {Orientation::turned270, {0, 69}, {0, 0}}};
  for (const auto& expected : cases) {
    Image stored(kStored, 3);
    stored.row(0)[0] = 1;
    stored.row(0)[69 * 3] = 2;
    const auto upright = turnedUpright(std::move(stored), expected.orientation);
    const int tag = static_cast<int>(expected.orientation);
    ASSERT_EQ(upright.size(), uprightSize(kStored, expected.orientation)) << tag;
    EXPECT_EQ(at(upright, expected.topLeft.x, expected.topLeft.y), 1) << tag;
    EXPECT_EQ(at(upright, expected.topRight.x, expected.topRight.y), 2) << tag;
  }
}

TEST(TurnedUpright, MovesEveryPixelAsBoxesMove) {
  for (int channels : {1, 3})
    for (int tag = 1; tag <= 8; ++tag) {
      const auto orientation = orientationFrom(tag);
      const Size size = {67, 33};
      const auto stored = numbered(size, channels);
      const auto upright = turnedUpright(numbered(size, channels), orientation);
      for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) {
          const auto to = toUpright({x, y, 1, 1}, size, orientation);
          ASSERT_EQ(at(upright, to.x, to.y), at(stored, x, y)) << tag << " " << x << " " << y;
        }
    }
}

} // namespace photoscrub::imaging
