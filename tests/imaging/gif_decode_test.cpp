#include "imaging/decoding.h"

namespace photoscrub::imaging {

namespace {

using namespace photoscrub::testing;

constexpr std::array<int, 3> kFirst = {10, 20, 30};
constexpr std::array<int, 3> kSecond = {200, 100, 50};
constexpr std::array<int, 3> kPaper = {255, 255, 255};

Samples rows(int, int y) {
  return {static_cast<std::uint16_t>(y % 2), 0, 0, 0};
}

} // namespace

TEST(DecodeGif, PutsInterlacedRowsInOrder) {
  GifRecipe recipe;
  recipe.interlaced = true;
  recipe.size = {20, 29};
  const auto picture = decoded(makeGif(recipe, rows));
  for (int y = 0; y < 29; ++y)
    EXPECT_EQ(rgbAt(picture, 3, y), y % 2 == 0 ? kFirst : kSecond) << y;
}

TEST(DecodeGif, ShowsTransparentPixelsWhite) {
  GifRecipe recipe;
  recipe.transparent = 1;
  const auto picture = decoded(makeGif(recipe, rows));
  EXPECT_EQ(rgbAt(picture, 3, 0), kFirst);
  EXPECT_EQ(rgbAt(picture, 3, 1), kPaper);
}

TEST(DecodeGif, PutsTheFirstImageOnTheScreen) {
  GifRecipe recipe;
  recipe.frame = {10, 20, 12, 8};
  const auto picture = decoded(makeGif(recipe, rows));
  EXPECT_EQ(picture.fullSize, recipe.size);
  EXPECT_EQ(rgbAt(picture, 9, 20), kPaper);
  EXPECT_EQ(rgbAt(picture, 10, 19), kPaper);
  EXPECT_EQ(rgbAt(picture, 10, 20), kFirst);
  EXPECT_EQ(rgbAt(picture, 21, 27), kSecond);
  EXPECT_EQ(rgbAt(picture, 22, 27), kPaper);
  EXPECT_EQ(rgbAt(picture, 21, 28), kPaper);
}

TEST(DecodeGif, CutsOffWhatLiesBesideTheScreen) {
  GifRecipe recipe;
  recipe.size = {16, 16};
  recipe.frame = {10, 10, 12, 12};
  const auto picture = decoded(makeGif(recipe, rows));
  EXPECT_EQ(picture.image.size(), recipe.size);
  EXPECT_EQ(rgbAt(picture, 15, 15), kSecond);
}

TEST(DecodeGif, TakesTheImageForTheScreenWhereTheFileHasNone) {
  GifRecipe recipe;
  auto file = makeGif(recipe, rows);
  for (const std::size_t at : {6u, 7u, 8u, 9u})
    file[at] = 0;
  EXPECT_EQ(decoded(file).fullSize, recipe.size);
}

TEST(DecodeGif, SaysThatItIsAnimated) {
  GifRecipe recipe;
  EXPECT_FALSE(decoded(makeGif(recipe, rows)).animated);
  recipe.frames = 2;
  EXPECT_TRUE(decoded(makeGif(recipe, rows)).animated);
}

TEST(DecodeGif, ShowsThePartBeforeTheEndOfACutFile) {
  GifRecipe recipe;
  recipe.size = {200, 200};
  recipe.palette.assign(256, {9, 9, 9});
  recipe.palette[0] = {10, 20, 30};
  for (const bool interlaced : {false, true}) {
    recipe.interlaced = interlaced;
    const auto file = makeGif(recipe, [](int x, int y) {
      const auto value = noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 1);
      return y < 10 ? Samples{} : Samples{static_cast<std::uint16_t>(value & 0xFF)};
    });
    const auto picture = decoded(Bytes(file.begin(), file.begin() + 20'000));
    EXPECT_EQ(rgbAt(picture, 5, 0), kFirst);
    EXPECT_THAT(picture.warnings, ::testing::Not(::testing::IsEmpty()));
    EXPECT_EQ(rgbAt(picture, 5, 199) == kPaper, !interlaced); // copies of the rows above fill gaps
  }
}

TEST(DecodeGif, RefusesHugeScreensBeforeItDecodes) {
  auto file = makeGif({}, rows);
  for (const std::size_t at : {6u, 7u, 8u, 9u})
    file[at] = 0xFF;
  EXPECT_EQ(errorOf(file), ErrorCode::limit);
}

} // namespace photoscrub::imaging
