#include "imaging/colour_planes.h"

#include <gtest/gtest.h>

namespace photoscrub::imaging {

namespace {

using Colour = std::array<int, 3>;

// One pixel of three 8-bit planes as R, G, B.
Colour colourOf(std::array<std::uint8_t, 3> samples, const PlaneCoding& coding) {
  std::array<Plane, 3> planes;
  for (std::size_t i = 0; i < 3; ++i)
    planes[i] = {&samples[i], 1, {1, 1}, 8};
  const auto made = ColourPlanes::make(planes, {}, coding);
  if (!made.ok())
    return {-1, -1, -1};
  std::array<std::uint8_t, 3> bgr{};
  made.value().readRow(0, bgr.data());
  return {bgr[2], bgr[1], bgr[0]};
}

} // namespace

// Expected values by the equations of H.273, 8.3, in floating point.
TEST(ColourPlanes, FollowsTheMatrixAndRange) {
  EXPECT_EQ(colourOf({94, 97, 218}, {6, true}), (Colour{220, 40, 39}));
  EXPECT_EQ(colourOf({94, 97, 218}, {1, true}), (Colour{236, 58, 36}));
  EXPECT_EQ(colourOf({94, 97, 218}, {9, true}), (Colour{227, 48, 36}));
  EXPECT_EQ(colourOf({16, 128, 128}, {1, false}), (Colour{0, 0, 0}));
  EXPECT_EQ(colourOf({235, 128, 128}, {1, false}), (Colour{255, 255, 255}));
  EXPECT_EQ(colourOf({81, 90, 240}, {6, false}), (Colour{254, 0, 0}));
  EXPECT_EQ(colourOf({94, 97, 218}, {0, true}), (Colour{218, 94, 97}));
  EXPECT_EQ(colourOf({100, 128, 128}, {8, true}), (Colour{100, 100, 100}));
  EXPECT_EQ(colourOf({100, 138, 108}, {8, true}), (Colour{70, 110, 110}));
}

TEST(ColourPlanes, ReadsDeepSamples) {
  std::array<std::uint16_t, 3> samples = {1023, 512, 512};
  std::array<Plane, 3> planes;
  for (std::size_t i = 0; i < 3; ++i)
    planes[i] = {reinterpret_cast<const std::uint8_t*>(&samples[i]), 2, {1, 1}, 10};
  const auto made = ColourPlanes::make(planes, {}, {1, true});
  ASSERT_TRUE(made.ok());
  std::array<std::uint8_t, 3> bgr{};
  made.value().readRow(0, bgr.data());
  EXPECT_EQ(bgr, (std::array<std::uint8_t, 3>{255, 255, 255}));
}

TEST(ColourPlanes, RefusesPlanesThatDoNotCoverThePicture) {
  const std::array<std::uint8_t, 8> samples{};
  std::array<Plane, 3> planes = {Plane{samples.data(), 4, {4, 2}, 8},
                                 Plane{samples.data(), 2, {2, 1}, 8},
                                 Plane{samples.data(), 2, {2, 1}, 8}};
  EXPECT_TRUE(ColourPlanes::make(planes, {}, {}).ok());
  for (const Size small : {Size{1, 1}, Size{2, 0}}) {
    planes[2].size = small;
    EXPECT_FALSE(ColourPlanes::make(planes, {}, {}).ok());
  }
}

TEST(ColourPlanes, RefusesOtherColourModels) {
  EXPECT_EQ(colourOf({1, 2, 3}, {14, true}), (Colour{-1, -1, -1}));
}

} // namespace photoscrub::imaging
