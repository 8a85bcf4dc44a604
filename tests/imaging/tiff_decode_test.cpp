#include "imaging/decoding.h"

#include <algorithm>

namespace photoscrub::imaging {

namespace {

using namespace photoscrub::testing;

Painter plain(Samples samples) {
  return [samples](int, int) { return samples; };
}

struct Case {
  std::string name;
  TiffRecipe recipe;
  Samples samples;
  std::array<int, 3> rgb;
};

TiffRecipe recipeOf(int photometric, int channels, int bits, int extra = -1) {
  TiffRecipe recipe;
  recipe.photometric = photometric;
  recipe.channels = channels;
  recipe.bits = bits;
  recipe.extra = extra;
  if (photometric == 3)
    recipe.palette = {{10, 20, 30}, {200, 100, 50}};
  return recipe;
}

std::vector<Case> everyKind() {
  return {
      {"white is 0", recipeOf(0, 1, 8), {55}, {200, 200, 200}},
      {"fax", recipeOf(0, 1, 1), {1}, {0, 0, 0}},
      {"bilevel", recipeOf(1, 1, 1), {1}, {255, 255, 255}},
      {"2-bit grey", recipeOf(1, 1, 2), {1}, {85, 85, 85}},
      {"4-bit grey", recipeOf(1, 1, 4), {3}, {51, 51, 51}},
      {"8-bit grey", recipeOf(1, 1, 8), {77}, {77, 77, 77}},
      {"16-bit grey", recipeOf(1, 1, 16), {0x4D4D}, {77, 77, 77}},
      {"16-bit grey rounds", recipeOf(1, 1, 16), {0x4DFF}, {78, 78, 78}},
      {"grey with alpha", recipeOf(1, 2, 8, 2), {100, 51}, {224, 224, 224}},
      {"RGB", recipeOf(2, 3, 8), {200, 100, 50}, {200, 100, 50}},
      {"16-bit RGB", recipeOf(2, 3, 16), {0xC8C8, 0x6464, 0x3232}, {200, 100, 50}},
      {"RGB with alpha", recipeOf(2, 4, 8, 2), {200, 100, 50, 51}, {244, 224, 214}},
      {"RGB with its alpha in it", recipeOf(2, 4, 8, 1), {40, 20, 10, 51}, {244, 224, 214}},
      {"RGB and something else", recipeOf(2, 4, 8, 0), {200, 100, 50, 0}, {200, 100, 50}},
      {"4-bit palette", recipeOf(3, 1, 4), {1}, {200, 100, 50}},
      {"8-bit palette", recipeOf(3, 1, 8), {1}, {200, 100, 50}},
      {"inks", recipeOf(5, 4, 8), {5, 235, 215, 0}, {250, 20, 40}},
      {"16-bit inks", recipeOf(5, 4, 16), {0x0505, 0xEBEB, 0xD7D7, 0}, {250, 20, 40}},
  };
}

} // namespace

TEST(DecodeTiff, GivesBgrOnWhiteOfEveryKind) {
  for (auto test : everyKind())
    for (const bool tiled : {false, true}) {
      if (tiled && test.recipe.photometric == 5 && test.recipe.bits == 16)
        continue; // libtiff has no conversion for these
      test.recipe.tiled = tiled;
      SCOPED_TRACE(test.name + (tiled ? ", tiles" : ", strips"));
      const auto picture = decoded(makeTiff(test.recipe, plain(test.samples)));
      ASSERT_EQ(picture.image.size(), test.recipe.size);
      // libtiff rounds alpha and inks down.
      expectNear(rgbAt(picture, 0, 0), test.rgb, tiled ? 2 : 0);
      expectNear(rgbAt(picture, 63, 47), test.rgb, tiled ? 2 : 0);
      EXPECT_THAT(picture.warnings, ::testing::IsEmpty());
    }
}

TEST(DecodeTiff, GivesTheSamePictureOfEveryLayout) {
  for (const int compression : {1, 5, 8, 32773})
    for (const bool planes : {false, true})
      for (const bool big : {false, true})
        for (const int rows : {1, 7, 48}) {
          TiffRecipe recipe;
          recipe.compression = compression;
          recipe.planes = planes;
          recipe.big = big;
          recipe.rowsPerStrip = rows;
          const auto picture = decoded(makeTiff(recipe, landmarks));
          EXPECT_EQ(rgbAt(picture, 31, 39), (std::array{220, 30, 40}));
          EXPECT_EQ(rgbAt(picture, 32, 39), (std::array{30, 40, 220}));
          EXPECT_EQ(rgbAt(picture, 32, 40), (std::array{30, 200, 40}));
        }
}

TEST(DecodeTiff, DecodesJpegInTiff) {
  TiffRecipe recipe;
  recipe.compression = 7;
  recipe.photometric = 6;
  for (const bool tiled : {false, true}) {
    recipe.tiled = tiled;
    const auto picture = decoded(makeTiff(recipe, landmarks));
    expectNear(rgbAt(picture, 8, 8), {220, 30, 40}, 8);
    expectNear(rgbAt(picture, 8, 46), {30, 200, 40}, 8);
  }
}

TEST(DecodeTiff, LeavesTurningToTheCaller) {
  for (const bool tiled : {false, true})
    for (int orientation = 1; orientation <= 8; ++orientation) {
      TiffRecipe recipe;
      recipe.orientation = orientation;
      recipe.tiled = tiled;
      const auto picture = decoded(makeTiff(recipe, landmarks));
      EXPECT_EQ(picture.fullSize, recipe.size);
      EXPECT_EQ(rgbAt(picture, 5, 5), (std::array{220, 30, 40})) << orientation;
      EXPECT_EQ(rgbAt(picture, 5, 45), (std::array{30, 200, 40})) << orientation;
    }
}

TEST(DecodeTiff, AveragesWholeSquaresWhenASmallPictureIsWanted) {
  for (const bool tiled : {false, true}) {
    TiffRecipe recipe;
    recipe.size = {103, 50};
    recipe.tiled = tiled;
    const auto file = makeTiff(recipe, [](int x, int) {
      return Samples{static_cast<std::uint16_t>(x % 2 == 0 ? 0 : 200), 60, 9, 0};
    });
    const auto picture = decoded(file, {Orientation::normal, 50});
    EXPECT_EQ(picture.image.size(), (Size{52, 25}));
    EXPECT_EQ(rgbAt(picture, 7, 7), (std::array{100, 60, 9}));
  }
}

TEST(DecodeTiff, SaysThatItHasMorePages) {
  TiffRecipe recipe;
  EXPECT_FALSE(decoded(makeTiff(recipe, landmarks)).animated);
  recipe.pages = 3;
  EXPECT_TRUE(decoded(makeTiff(recipe, landmarks)).animated);
}

TEST(DecodeTiff, RefusesFloatingPointNumbersAsUnsupported) {
  TiffRecipe recipe;
  recipe.isFloat = true;
  EXPECT_EQ(errorOf(makeTiff(recipe, landmarks)), ErrorCode::unsupported);
}

TEST(DecodeTiff, RefusesWhatLibtiffCannotConvertAsUnsupported) {
  TiffRecipe recipe = recipeOf(5, 4, 16);
  recipe.tiled = true;
  EXPECT_EQ(errorOf(makeTiff(recipe, landmarks)), ErrorCode::unsupported);
  recipe.tiled = false;
  recipe.planes = true;
  recipe.bits = 4;
  EXPECT_EQ(errorOf(makeTiff(recipe, landmarks)), ErrorCode::unsupported);
}

TEST(DecodeTiff, ShowsTheStripsThatAreNotDamaged) {
  TiffRecipe recipe; // LZW, three strips of 16 rows right behind the header
  const auto whole = makeTiff(recipe, [](int x, int y) {
    const auto value = noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 1);
    return Samples{static_cast<std::uint16_t>(value & 0xFF), 2, 3, 0};
  });
  auto file = whole;
  std::fill(file.begin() + 9, file.begin() + 60, std::uint8_t{0xFF});
  const auto picture = decoded(file);
  EXPECT_THAT(picture.warnings, ::testing::Not(::testing::IsEmpty()));
  EXPECT_EQ(rgbAt(picture, 9, 40), rgbAt(decoded(whole), 9, 40));
  EXPECT_EQ(rgbAt(picture, 9, 15), (std::array{255, 255, 255}));
}

TEST(DecodeTiff, RefusesHugeSizesBeforeItDecodes) {
  TiffRecipe recipe;
  recipe.compression = 1;
  auto file = makeTiff(recipe, landmarks);
  // The entries of ImageWidth and ImageLength (256, 257) as shorts, little-endian.
  for (const std::uint8_t tag : std::initializer_list<std::uint8_t>{0, 1}) {
    const std::array<std::uint8_t, 4> entry = {tag, 1, 3, 0};
    const auto at = std::search(file.begin(), file.end(), entry.begin(), entry.end());
    ASSERT_NE(at, file.end());
    at[8] = at[9] = 0xFF;
  }
  EXPECT_EQ(errorOf(file), ErrorCode::limit);
}

TEST(DecodeTiff, RefusesAStripTooLargeForItsMemory) {
  TiffRecipe recipe;
  recipe.bits = 1;
  recipe.photometric = 0;
  recipe.channels = 1;
  recipe.rowsPerStrip = 48;
  auto file = makeTiff(recipe, [](int, int) { return Samples{}; });
  for (const std::uint8_t tag :
       std::initializer_list<std::uint8_t>{0, 1, 22}) { // 16,000 x 16,000, and RowsPerStrip (278)
    const std::array<std::uint8_t, 4> entry = {tag, 1, 3, 0};
    const auto at = std::search(file.begin(), file.end(), entry.begin(), entry.end());
    ASSERT_NE(at, file.end());
    at[8] = 16'000 & 0xFF;
    at[9] = 16'000 >> 8;
  }
  EXPECT_EQ(errorOf(file), ErrorCode::limit);
}

} // namespace photoscrub::imaging
