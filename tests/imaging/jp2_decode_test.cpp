#include "imaging/decoding.h"

#include <algorithm>

namespace photoscrub::imaging {

namespace {
using namespace photoscrub::testing;
} // namespace

TEST(DecodeJpeg2000, ReadsBoxesCodestreamsAndTiles) {
  for (const bool bare : {true, false})
    for (const int tile : {0, 20}) {
      Jp2Recipe recipe;
      recipe.bare = bare;
      recipe.tile = tile;
      const auto picture = decoded(makeJp2(recipe, landmarks));
      EXPECT_EQ(rgbAt(picture, 31, 39), (std::array{220, 30, 40}));
      EXPECT_EQ(rgbAt(picture, 32, 39), (std::array{30, 40, 220}));
      EXPECT_EQ(rgbAt(picture, 32, 40), (std::array{30, 200, 40}));
    }
}

TEST(DecodeJpeg2000, BringsEveryDepthToEightBits) {
  const struct {
    int bits;
    std::uint16_t value;
    int level;
  } cases[] = {{1, 1, 255}, {4, 3, 51}, {8, 77, 77}, {12, 2048, 128}, {16, 0x4DFF, 78}};
  for (const auto& test : cases) {
    Jp2Recipe recipe;
    recipe.components = 1;
    recipe.bits = test.bits;
    const auto picture = decoded(makeJp2(recipe, [&](int, int) { return Samples{test.value}; }));
    EXPECT_EQ(rgbAt(picture, 5, 5), (std::array{test.level, test.level, test.level})) << test.bits;
  }
}

TEST(DecodeJpeg2000, PutsTransparentPicturesOnWhite) {
  Jp2Recipe recipe;
  recipe.components = 4;
  recipe.alpha = true;
  const auto picture = decoded(makeJp2(recipe, [](int, int) { return Samples{200, 100, 50, 51}; }));
  EXPECT_EQ(rgbAt(picture, 5, 5), (std::array{244, 224, 214}));
}

TEST(DecodeJpeg2000, TurnsHalvedColourDifferencesIntoColours) {
  Jp2Recipe recipe;
  recipe.ycc = true;
  recipe.size = {63, 47};
  const auto picture = decoded(makeJp2(recipe, [](int, int) { return Samples{94, 97, 218}; }));
  EXPECT_EQ(picture.fullSize, recipe.size);
  expectNear(rgbAt(picture, 62, 46), {220, 40, 39}, 2);
}

TEST(DecodeJpeg2000, LeavesWaveletLevelsOutForASmallPicture) {
  Jp2Recipe recipe;
  recipe.size = {203, 101};
  const Bytes file = makeJp2(recipe, landmarks);
  const struct {
    int longSide;
    double scale;
    Size size;
  } cases[] = {{203, 1, {203, 101}},
               {101, 0.5, {102, 51}},
               {26, 0.125, {26, 13}},
               {1, 0.125, {26, 13}}}; // there are no more than three levels
  for (const auto& expected : cases) {
    const auto picture = decoded(file, {Orientation::normal, expected.longSide});
    EXPECT_EQ(picture.scale, expected.scale) << expected.longSide;
    EXPECT_EQ(picture.image.size(), expected.size) << expected.longSide;
    EXPECT_EQ(picture.fullSize, recipe.size);
  }
}

TEST(DecodeJpeg2000, RefusesHugeSizesBeforeItDecodes) {
  Jp2Recipe recipe;
  recipe.bare = true;
  Bytes file = makeJp2(recipe, landmarks);
  for (const std::size_t at : {9u, 13u, 25u, 29u}) // picture and tile of SIZ (15444-1, A.5.1)
    file[at] = 1;
  EXPECT_EQ(errorOf(file), ErrorCode::limit);
}

// OpenJPEG makes a component of every column of a palette: 255 here, a gigabyte for one of a
// megapixel.
TEST(DecodeJpeg2000, RefusesAPaletteThatNeedsTooMuchMemory) {
  Jp2Recipe recipe;
  recipe.components = 1;
  recipe.size = {1000, 1000};
  Bytes file = makeJp2(recipe, [](int, int) { return Samples{}; });
  const std::string_view type = "jp2h";
  const auto at = std::search(file.begin(), file.end(), type.begin(), type.end());
  ByteWriter palette; // 15444-1, I.5.3.4: entries, columns, depths, values
  palette.u32(8 + 3 + 255 + 255).bytes(asBytes("pclr")).u16(1).u8(255);
  for (int i = 0; i < 255; ++i)
    palette.u8(7);
  for (int i = 0; i < 255; ++i)
    palette.u8(9);
  ByteWriter size; // of jp2h, in which ihdr and colr lie already
  size.u32(static_cast<std::uint32_t>(8 + 22 + 15 + palette.size()));
  std::copy(size.view().begin(), size.view().end(), at - 4);
  file.insert(at + 4 + 22 + 15, palette.view().begin(), palette.view().end());
  EXPECT_EQ(errorOf(file), ErrorCode::limit);
}

} // namespace photoscrub::imaging
