#include "imaging/coded_pictures.h"
#include "imaging/picture.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace photoscrub::imaging {

namespace {

using photoscrub::testing::makePng;
using photoscrub::testing::noise;
using photoscrub::testing::PngRecipe;
using photoscrub::testing::Samples;

constexpr DecodeOptions kWhole{Orientation::normal, 65'500};

Picture decoded(const Bytes& file, const DecodeOptions& options = kWhole) {
  auto result = decodePicture(file, options, Limits{});
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().describe(true));
  return result.ok() ? std::move(result).value() : Picture{};
}

std::array<int, 3> bgrAt(const Picture& picture, int x, int y) {
  const auto view = picture.image.view();
  const auto* pixel = view.data + view.stride * static_cast<std::size_t>(y) + 3 * x;
  return {pixel[0], pixel[1], pixel[2]};
}

// Every value `samples` of this colour type means `bgr` on white paper.
struct Case {
  PngRecipe recipe;
  Samples samples;
  std::array<int, 3> bgr;
};

std::vector<Case> everyColourType() {
  const auto recipe = [](int type, int depth, std::vector<std::uint16_t> transparency = {}) {
    PngRecipe made;
    made.colourType = type;
    made.bitDepth = depth;
    made.transparency = std::move(transparency);
    if (type == 3)
      made.palette = {{10, 20, 30}, {200, 100, 50}};
    return made;
  };
  return {{recipe(0, 1), {1}, {255, 255, 255}},
          {recipe(0, 2), {1}, {85, 85, 85}},
          {recipe(0, 4), {3}, {51, 51, 51}},
          {recipe(0, 8), {77}, {77, 77, 77}},
          {recipe(0, 16), {0x4D4D}, {77, 77, 77}},
          {recipe(0, 8, {77}), {77}, {255, 255, 255}},
          {recipe(0, 8, {76}), {77}, {77, 77, 77}},
          {recipe(2, 8), {200, 100, 50}, {50, 100, 200}},
          {recipe(2, 16), {0xC8C8, 0x6464, 0x3232}, {50, 100, 200}},
          {recipe(2, 8, {200, 100, 50}), {200, 100, 50}, {255, 255, 255}},
          {recipe(3, 1), {1}, {50, 100, 200}},
          {recipe(3, 2), {1}, {50, 100, 200}},
          {recipe(3, 4), {0}, {30, 20, 10}},
          {recipe(3, 8), {1}, {50, 100, 200}},
          {recipe(3, 8, {255, 0}), {1}, {255, 255, 255}},
          {recipe(4, 8), {100, 255}, {100, 100, 100}},
          {recipe(4, 16), {0x6464, 0}, {255, 255, 255}},
          {recipe(6, 8), {200, 100, 50, 51}, {214, 224, 244}},
          {recipe(6, 16), {0xC8C8, 0x6464, 0x3232, 0xFFFF}, {50, 100, 200}}};
}

} // namespace

TEST(DecodePng, GivesBgrOnWhiteOfEveryColourType) {
  for (const bool interlaced : {false, true})
    for (auto test : everyColourType()) {
      test.recipe.interlaced = interlaced;
      const auto picture = decoded(makePng(test.recipe, [&](int, int) { return test.samples; }));
      ASSERT_EQ(picture.image.size(), test.recipe.size);
      const auto what = ::testing::Message()
                        << test.recipe.colourType << "/" << test.recipe.bitDepth;
      EXPECT_EQ(bgrAt(picture, 0, 0), test.bgr) << what;
      EXPECT_EQ(bgrAt(picture, 63, 47), test.bgr) << what;
      EXPECT_THAT(picture.warnings, ::testing::IsEmpty()) << what;
    }
}

TEST(DecodePng, AveragesWholeSquaresWhenASmallPictureIsWanted) {
  PngRecipe recipe;
  recipe.size = {103, 50};
  for (const bool interlaced : {false, true}) {
    recipe.interlaced = interlaced;
    const auto file = makePng(recipe, [](int x, int) {
      return Samples{static_cast<std::uint16_t>(x % 2 == 0 ? 0 : 200), 60, 9, 0};
    });
    const auto picture = decoded(file, {Orientation::normal, 50});
    EXPECT_EQ(picture.image.size(), (Size{52, 25}));
    EXPECT_EQ(picture.fullSize, recipe.size);
    EXPECT_EQ(picture.scale, 0.5);
    EXPECT_EQ(bgrAt(picture, 7, 7), (std::array{9, 60, 100}));
    EXPECT_EQ(bgrAt(picture, 51, 24), (std::array{9, 60, 0})); // the odd column stands alone
  }
}

TEST(DecodePng, TurnsThePictureUpright) {
  const auto file = makePng({}, [](int x, int) {
    return Samples{static_cast<std::uint16_t>(x), 0, 0, 0};
  });
  const auto picture = decoded(file, {Orientation::turned270, 65'500});
  EXPECT_EQ(picture.fullSize, (Size{48, 64}));
  EXPECT_EQ(bgrAt(picture, 0, 63)[2], 0);
  EXPECT_EQ(bgrAt(picture, 0, 0)[2], 63);
}

TEST(DecodePng, SaysThatItIsAnimated) {
  PngRecipe recipe;
  const auto paint = [](int, int) { return Samples{1, 2, 3, 0}; };
  EXPECT_FALSE(decoded(makePng(recipe, paint)).animated);
  recipe.animated = true;
  EXPECT_TRUE(decoded(makePng(recipe, paint)).animated);
}

TEST(DecodePng, KeepsToTheLimitsFromBothSides) {
  const auto file = makePng({}, [](int, int) { return Samples{}; });
  Limits limits;
  limits.maxPixels = 64 * 48;
  EXPECT_TRUE(decodePicture(file, kWhole, limits).ok());
  limits.maxPixels -= 1;
  const auto refused = decodePicture(file, kWhole, limits);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::limit);
}

TEST(DecodePng, RefusesAnInterlacedPictureBeyondItsMemory) {
  PngRecipe recipe;
  recipe.interlaced = true;
  auto file = makePng(recipe, [](int, int) { return Samples{}; });
  file[18] = file[22] = 0x41; // 16,704 x 16,688: a gigabyte
  const auto refused = decodePicture(file, kWhole, Limits{});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::limit);
}

TEST(DecodePng, ToleratesAWrongChecksumWithAWarning) {
  auto file = makePng({}, [](int, int) { return Samples{5, 6, 7, 0}; });
  const std::string_view type = "IDAT";
  const auto at = std::search(file.begin(), file.end(), type.begin(), type.end());
  const auto length = static_cast<std::ptrdiff_t>(*(at - 1)) + 256 * *(at - 2);
  *(at + 4 + length) ^= 1;
  const auto picture = decoded(file);
  EXPECT_EQ(bgrAt(picture, 9, 9), (std::array{7, 6, 5}));
  EXPECT_THAT(picture.warnings, ::testing::Not(::testing::IsEmpty()));
}

TEST(DecodePng, CountsImageDataAfterTheLastRow) {
  for (const bool interlaced : {false, true}) {
    PngRecipe recipe;
    recipe.interlaced = interlaced;
    const auto file = makePng(recipe, [](int, int) { return Samples{5, 6, 7, 0}; });
    Bytes chunk = {0, 0, 3, 0xE8, 'I', 'D', 'A', 'T'};
    chunk.resize(8 + 1000 + 4, 0x41); // its checksum is wrong, which is tolerated
    auto another = file;
    another.insert(another.end() - 12, chunk.begin(), chunk.end());
    EXPECT_EQ(decoded(another).bytesAfterPicture, 1000u);

    auto longer = file;
    const std::string_view type = "IDAT";
    const auto at = std::search(longer.begin(), longer.end(), type.begin(), type.end());
    const int length = *(at - 1) + 256 * *(at - 2) + 1000;
    *(at - 1) = static_cast<std::uint8_t>(length & 0xFF);
    *(at - 2) = static_cast<std::uint8_t>(length >> 8);
    longer.insert(longer.end() - 16, 1000, 0x41);
    EXPECT_GE(decoded(longer).bytesAfterPicture, 1000u);
  }
}

TEST(DecodePng, FindsNothingAfterTheLastRowOfHonestFiles) {
  for (int side = 1; side < 60; ++side)
    for (const int compression : {0, 1, 9})
      for (const bool interlaced : {false, true}) {
        PngRecipe recipe;
        recipe.size = {side, 70 - side};
        recipe.compression = compression;
        recipe.interlaced = interlaced;
        const auto file = makePng(recipe, [](int x, int y) {
          return Samples{
              static_cast<std::uint16_t>(
                  noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 8) & 0xFF),
              1, 2, 0};
        });
        EXPECT_EQ(decoded(file).bytesAfterPicture, 0u) << side << " " << compression;
      }
}

TEST(DecodePng, RefusesAPictureOfWhichNothingCanBeDecoded) {
  auto file = makePng({}, [](int, int) { return Samples{5, 6, 7, 0}; });
  const std::string_view type = "IDAT";
  const auto at = std::search(file.begin(), file.end(), type.begin(), type.end());
  *(at + 4) = 0; // no zlib stream begins like this
  *(at + 5) = 0;
  const auto refused = decodePicture(file, kWhole, Limits{});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::malformed);
}

TEST(DecodePng, EndsInAPictureOrAnErrorWhereverTheFileIsCut) {
  for (const bool interlaced : {false, true}) {
    PngRecipe recipe;
    recipe.interlaced = interlaced;
    const auto file = makePng(recipe, [](int x, int y) {
      const auto value = noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 5);
      return Samples{static_cast<std::uint16_t>(value & 0xFF), 1, 2, 0};
    });
    std::size_t partial = 0;
    for (std::size_t length = 0; length < file.size(); ++length) {
      const auto result = decodePicture(ByteView(file).first(length), kWhole, Limits{});
      if (!result.ok()) {
        EXPECT_NE(result.error().code, ErrorCode::internal) << length;
      } else {
        EXPECT_FALSE(result.value().warnings.empty()) << length;
      }
      partial += result.ok() ? 1 : 0;
    }
    EXPECT_GT(partial, file.size() / 2);
  }
}

} // namespace photoscrub::imaging
