#include "imaging/decoding.h"

#include <algorithm>

namespace photoscrub::imaging {

namespace {

using namespace photoscrub::testing;

constexpr std::array<int, 3> kPaper = {255, 255, 255};

Samples halfClear(int x, int) {
  return {200, 100, 50, static_cast<std::uint16_t>(x < 32 ? 51 : 255)};
}

} // namespace

TEST(DecodeWebp, PutsTransparentPicturesOnWhite) {
  WebpRecipe recipe;
  recipe.alpha = true;
  for (const bool lossless : {true, false}) {
    recipe.lossless = lossless;
    const Bytes file = makeWebp(recipe, halfClear);
    for (const int longSide : {65'500, 32}) {
      const auto picture = decoded(file, {Orientation::normal, longSide});
      const int right = picture.image.size().width - 3;
      expectNear(rgbAt(picture, 3, 3), {244, 224, 214}, lossless ? 2 : 8);
      expectNear(rgbAt(picture, right, 3), {200, 100, 50}, lossless ? 1 : 8);
    }
  }
}

TEST(DecodeWebp, DecodesTheFirstFrameOfAnAnimation) {
  WebpRecipe recipe;
  recipe.frames = 3;
  const auto picture = decoded(makeWebp(recipe, landmarks));
  EXPECT_TRUE(picture.animated);
  EXPECT_EQ(picture.fullSize, recipe.size);
  EXPECT_EQ(rgbAt(picture, 60, 5), (std::array{30, 40, 220}));
}

TEST(DecodeWebp, PutsASmallFirstFrameOnTheCanvas) {
  WebpRecipe recipe;
  recipe.frames = 2;
  recipe.alpha = true;
  recipe.frame = {10, 20, 12, 8}; // even, as the container wants it
  const auto picture = decoded(makeWebp(recipe, [](int, int) { return Samples{1, 2, 3, 255}; }));
  EXPECT_EQ(picture.fullSize, recipe.size);
  EXPECT_EQ(rgbAt(picture, 9, 24), kPaper);
  EXPECT_EQ(rgbAt(picture, 10, 19), kPaper);
  EXPECT_EQ(rgbAt(picture, 10, 20), (std::array{1, 2, 3}));
  EXPECT_EQ(rgbAt(picture, 21, 27), (std::array{1, 2, 3}));
  EXPECT_EQ(rgbAt(picture, 22, 27), kPaper);
  EXPECT_EQ(rgbAt(picture, 0, 47), kPaper);
}

TEST(DecodeWebp, RoundsOddSizesUpWhenItMakesThemSmaller) {
  WebpRecipe recipe;
  recipe.size = {103, 51};
  const auto picture = decoded(makeWebp(recipe, landmarks), {Orientation::normal, 50});
  EXPECT_EQ(picture.image.size(), (Size{52, 26}));
  EXPECT_EQ(picture.fullSize, recipe.size);
  EXPECT_EQ(picture.scale, 0.5);
}

TEST(DecodeWebp, RefusesAnUnpackedPictureBeyondItsMemory) {
  // A lossless header of 16,383 x 16,383 pixels (RFC 9649, 3.4): a gigabyte once unpacked.
  Bytes file = makeWebp({}, landmarks);
  const std::string_view chunk = "VP8L";
  const auto at = std::search(file.begin(), file.end(), chunk.begin(), chunk.end()) + 9;
  const std::uint32_t sides = 16'382u | 16'382u << 14;
  for (int i = 0; i < 4; ++i)
    at[i] = static_cast<std::uint8_t>(sides >> 8 * i & 0xFF);
  EXPECT_EQ(errorOf(file), ErrorCode::limit);
}

} // namespace photoscrub::imaging
