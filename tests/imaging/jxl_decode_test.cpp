#include "imaging/decoding.h"

namespace photoscrub::imaging {

namespace {
using namespace photoscrub::testing;
} // namespace

TEST(DecodeJpegXl, ReadsEveryKind) {
  for (const bool lossless : {true, false})
    for (const bool boxes : {true, false}) {
      JxlRecipe recipe;
      recipe.lossless = lossless;
      recipe.boxes = boxes;
      const auto picture = decoded(makeJxl(recipe, landmarks));
      expectNear(rgbAt(picture, 8, 8), {220, 30, 40}, lossless ? 0 : 8);
      EXPECT_EQ(picture.colour.isSrgb, !lossless); // XYB is turned into what is asked for
    }
}

TEST(DecodeJpegXl, ReadsGrey) {
  JxlRecipe recipe;
  recipe.grey = true;
  const auto picture = decoded(makeJxl(recipe, [](int, int) { return Samples{77}; }));
  EXPECT_EQ(rgbAt(picture, 5, 5), (std::array{77, 77, 77}));
}

TEST(DecodeJpegXl, PutsTransparentPicturesOnWhite) {
  JxlRecipe recipe;
  recipe.alpha = true;
  const auto picture = decoded(makeJxl(recipe, [](int, int) { return Samples{200, 100, 50, 51}; }));
  EXPECT_EQ(rgbAt(picture, 5, 5), (std::array{244, 224, 214}));
}

TEST(DecodeJpegXl, TurnsAsTheCodestreamSays) {
  JxlRecipe recipe;
  recipe.orientation = 6;
  const auto picture = decoded(makeJxl(recipe, landmarks));
  ASSERT_EQ(picture.fullSize, (Size{48, 64}));
  EXPECT_EQ(rgbAt(picture, 40, 8), (std::array{220, 30, 40}));
}

TEST(DecodeJpegXl, SaysThatItIsAnimated) {
  JxlRecipe recipe;
  EXPECT_FALSE(decoded(makeJxl(recipe, landmarks)).animated);
  recipe.frames = 2;
  EXPECT_TRUE(decoded(makeJxl(recipe, landmarks)).animated);
}

TEST(DecodeJpegXl, SaysWhichColoursTheCodestreamNames) {
  JxlRecipe recipe;
  recipe.displayP3 = true;
  const auto picture = decoded(makeJxl(recipe, landmarks));
  EXPECT_EQ(picture.colour.primaries, 12);
  EXPECT_EQ(picture.colour.transfer, 13);
}

} // namespace photoscrub::imaging
