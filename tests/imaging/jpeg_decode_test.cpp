#include "imaging/coded_pictures.h"
#include "imaging/picture.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace photoscrub::imaging {

namespace {

using photoscrub::testing::Colours;
using photoscrub::testing::JpegRecipe;
using photoscrub::testing::makeJpeg;
using photoscrub::testing::noise;
using photoscrub::testing::Samples;

constexpr DecodeOptions kWhole{Orientation::normal, 65'500};

// Left half red, right half blue.
Samples redBlue(int x, int) {
  return x < 32 ? Samples{220, 30, 40, 0} : Samples{30, 40, 220, 0};
}

Picture decoded(const Bytes& file, const DecodeOptions& options = kWhole) {
  auto result = decodePicture(file, options, Limits{});
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().describe(true));
  return result.ok() ? std::move(result).value() : Picture{};
}

ErrorCode errorOf(const Bytes& file, const Limits& limits = {}) {
  const auto result = decodePicture(file, kWhole, limits);
  return result.ok() ? ErrorCode::internal : result.error().code;
}

std::array<int, 3> bgrAt(const Picture& picture, int x, int y) {
  const auto view = picture.image.view();
  const auto* pixel = view.data + view.stride * static_cast<std::size_t>(y) + 3 * x;
  return {pixel[0], pixel[1], pixel[2]};
}

void expectNear(const std::array<int, 3>& got, const std::array<int, 3>& wanted, int distance) {
  for (std::size_t c = 0; c < 3; ++c)
    EXPECT_NEAR(got[c], wanted[c], distance) << "channel " << c;
}

std::size_t findMarker(const Bytes& file, std::uint8_t marker) {
  const std::array<std::uint8_t, 2> bytes = {0xFF, marker};
  const auto at = std::search(file.begin(), file.end(), bytes.begin(), bytes.end());
  return static_cast<std::size_t>(at - file.begin());
}

} // namespace

TEST(DecodeJpeg, GivesBgrOfEveryProcess) {
  for (const bool progressive : {false, true})
    for (const bool arithmetic : {false, true}) {
      JpegRecipe recipe;
      recipe.progressive = progressive;
      recipe.arithmetic = arithmetic;
      recipe.horizontal = 2;
      const auto picture = decoded(makeJpeg(recipe, redBlue));
      ASSERT_EQ(picture.image.size(), recipe.size);
      EXPECT_EQ(picture.image.channels(), 3);
      expectNear(bgrAt(picture, 5, 5), {40, 30, 220}, 6);
      expectNear(bgrAt(picture, 60, 40), {220, 40, 30}, 6);
      EXPECT_THAT(picture.warnings, ::testing::IsEmpty());
      EXPECT_EQ(picture.bytesAfterPicture, 0u);
    }
}

TEST(DecodeJpeg, GivesBgrOfGreyRgbAndInk) {
  JpegRecipe recipe;
  recipe.colours = Colours::grey;
  expectNear(bgrAt(decoded(makeJpeg(recipe, redBlue)), 5, 5), {220, 220, 220}, 4);
  recipe.colours = Colours::rgb;
  expectNear(bgrAt(decoded(makeJpeg(recipe, redBlue)), 5, 5), {40, 30, 220}, 4);
  // Stored by Adobe's rule: 255 is no ink, so these are red light through no black.
  const auto inverted = [](int, int) { return Samples{250, 20, 40, 255}; };
  recipe.colours = Colours::cmyk;
  expectNear(bgrAt(decoded(makeJpeg(recipe, inverted)), 5, 5), {40, 20, 250}, 4);
  recipe.colours = Colours::ycck;
  expectNear(bgrAt(decoded(makeJpeg(recipe, inverted)), 5, 5), {40, 20, 250}, 6);
  recipe.colours = Colours::cmykWithoutAdobe;
  const auto plain = [](int, int) { return Samples{5, 235, 215, 0}; };
  expectNear(bgrAt(decoded(makeJpeg(recipe, plain)), 5, 5), {40, 20, 250}, 4);
}

TEST(DecodeJpeg, PicksTheSmallestScaleThatIsLargeEnough) {
  JpegRecipe recipe;
  recipe.size = {801, 403};
  const auto file = makeJpeg(recipe, redBlue);
  const struct {
    int longSide;
    double scale;
    Size size;
  } cases[] = {{101, 0.125, {101, 51}},  {102, 0.25, {201, 101}}, {401, 0.5, {401, 202}},
               {402, 0.625, {501, 252}}, {801, 1, {801, 403}},    {5000, 1, {801, 403}}};
  for (const auto& expected : cases) {
    const auto picture = decoded(file, {Orientation::normal, expected.longSide});
    EXPECT_EQ(picture.scale, expected.scale) << expected.longSide;
    EXPECT_EQ(picture.image.size(), expected.size) << expected.longSide;
    EXPECT_EQ(picture.fullSize, recipe.size);
  }
}

TEST(DecodeJpeg, TurnsThePictureUpright) {
  JpegRecipe recipe;
  const auto picture = decoded(makeJpeg(recipe, redBlue), {Orientation::turned90, 65'500});
  EXPECT_EQ(picture.fullSize, (Size{48, 64}));
  expectNear(bgrAt(picture, 24, 5), {40, 30, 220}, 4); // stored left is shown on top
  expectNear(bgrAt(picture, 24, 60), {220, 40, 30}, 4);
}

TEST(DecodeJpeg, RefusesTwelveBitAndLosslessAsUnsupported) {
  auto file = makeJpeg({}, redBlue);
  const auto frame = findMarker(file, 0xC0);
  auto deep = file;
  deep[frame + 4] = 12;
  EXPECT_EQ(errorOf(deep), ErrorCode::unsupported);
  auto lossless = file;
  lossless[frame + 1] = 0xC3;
  EXPECT_EQ(errorOf(lossless), ErrorCode::unsupported);
}

TEST(DecodeJpeg, RefusesOtherFormatsAsUnsupported) {
  EXPECT_EQ(errorOf({}), ErrorCode::unsupported);
  EXPECT_EQ(errorOf({'%', 'P', 'D', 'F', '-', '1'}), ErrorCode::unsupported);
}

TEST(DecodeJpeg, RefusesTooManyPixelsBeforeItDecodes) {
  JpegRecipe recipe;
  recipe.progressive = true;
  auto file = makeJpeg(recipe, redBlue);
  const auto frame = findMarker(file, 0xC2);
  for (const std::size_t at : {frame + 5, frame + 7}) {
    file[at] = 65'500 >> 8;
    file[at + 1] = 65'500 & 0xFF;
  }
  EXPECT_EQ(errorOf(file), ErrorCode::limit);
}

TEST(DecodeJpeg, RefusesAProgressivePictureBeyondItsMemory) {
  JpegRecipe recipe;
  recipe.progressive = true;
  auto file = makeJpeg(recipe, redBlue);
  const auto frame = findMarker(file, 0xC2);
  for (const std::size_t at : {frame + 5, frame + 7}) { // 16,640 x 16,640: 1.6 GB of coefficients
    file[at] = 0x41;
    file[at + 1] = 0;
  }
  EXPECT_EQ(errorOf(file), ErrorCode::limit);
}

TEST(DecodeJpeg, KeepsToTheLimitsFromBothSides) {
  const auto file = makeJpeg({}, redBlue);
  Limits limits;
  limits.maxPixels = 64 * 48;
  limits.maxSide = 64;
  EXPECT_TRUE(decodePicture(file, kWhole, limits).ok());
  limits.maxPixels = 64 * 48 - 1;
  EXPECT_EQ(errorOf(file, limits), ErrorCode::limit);
  limits.maxPixels = 64 * 48;
  limits.maxSide = 63;
  EXPECT_EQ(errorOf(file, limits), ErrorCode::limit);
}

TEST(DecodeJpeg, RefusesMoreScansThanTheLimit) {
  JpegRecipe recipe;
  recipe.progressive = true; // libjpeg's own script has ten scans
  const auto file = makeJpeg(recipe, redBlue);
  Limits limits;
  limits.maxScans = 10;
  EXPECT_TRUE(decodePicture(file, kWhole, limits).ok());
  limits.maxScans = 9;
  EXPECT_EQ(errorOf(file, limits), ErrorCode::limit);
}

TEST(DecodeJpeg, WarnsOfDamageAndKeepsWhatItCouldDecode) {
  JpegRecipe recipe;
  recipe.size = {256, 256};
  auto file = makeJpeg(recipe, [](int x, int y) {
    return Samples{200,
                   static_cast<std::uint16_t>(
                       noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 1) % 50),
                   30, 0};
  });
  file.resize(file.size() / 2);
  const auto picture = decoded(file);
  EXPECT_EQ(picture.image.size(), recipe.size);
  EXPECT_GT(bgrAt(picture, 3, 3)[2], 150);
  EXPECT_THAT(picture.warnings, ::testing::Not(::testing::IsEmpty()));
  EXPECT_EQ(picture.bytesAfterPicture, 0u);
}

TEST(DecodeJpeg, CountsCodedBytesAfterTheLastPixel) {
  for (const bool progressive : {false, true}) {
    JpegRecipe recipe;
    recipe.progressive = progressive;
    auto file = makeJpeg(recipe, redBlue);
    const Bytes hidden(1000, 0x55);
    file.insert(file.end() - 2, hidden.begin(), hidden.end());
    // The last scan may take up some of it as its own bits.
    EXPECT_NEAR(static_cast<double>(decoded(file).bytesAfterPicture), 1000, 16) << progressive;
  }
}

TEST(DecodeJpeg, FindsNothingAfterTheLastPixelOfHonestFiles) {
  for (int width = 1; width < 40; ++width)
    for (const bool arithmetic : {false, true}) {
      JpegRecipe recipe;
      recipe.size = {width, 33};
      recipe.arithmetic = arithmetic;
      recipe.restartInterval = width % 3;
      const auto picture = decoded(makeJpeg(recipe, [](int x, int y) {
        const auto value = noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 2);
        return Samples{static_cast<std::uint16_t>(value & 0xFF), 9, 200, 0};
      }));
      EXPECT_EQ(picture.bytesAfterPicture, 0u) << width << arithmetic;
    }
}

TEST(DecodeJpeg, EndsInAPictureOrAnErrorWhereverTheFileIsCut) {
  for (const bool progressive : {false, true}) {
    JpegRecipe recipe;
    recipe.progressive = progressive;
    const auto file = makeJpeg(recipe, redBlue);
    for (std::size_t length = 0; length < file.size(); ++length) {
      const auto result = decodePicture(ByteView(file).first(length), kWhole, Limits{});
      if (!result.ok()) {
        EXPECT_NE(result.error().code, ErrorCode::internal) << length;
      } else {
        EXPECT_FALSE(result.value().warnings.empty()) << length;
        EXPECT_EQ(result.value().bytesAfterPicture, 0u) << length;
      }
    }
  }
}

TEST(DecodeJpeg, SurvivesFlippedBytes) {
  JpegRecipe recipe;
  recipe.progressive = true;
  const auto good = makeJpeg(recipe, redBlue);
  for (std::uint32_t round = 0; round < 2000; ++round) {
    auto file = good;
    for (std::uint32_t i = 0; i < 3; ++i)
      file[3 + noise(round, i, 3) % (file.size() - 3)] =
          static_cast<std::uint8_t>(noise(round, i, 4));
    Limits limits;
    limits.maxPixels = 1'000'000;
    const auto result = decodePicture(file, kWhole, limits);
    if (!result.ok()) {
      EXPECT_NE(result.error().code, ErrorCode::internal) << round;
    }
  }
}

} // namespace photoscrub::imaging
