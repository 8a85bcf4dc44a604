#include "redact/cover_checks.h"
#include "redact/jxl_picture.h"

#include <cstring>

#include <gmock/gmock.h>
#include <jxl/encode.h>

namespace photoscrub::redact {

namespace {

using namespace photoscrub::testing;

const RedactOptions kOptions{Orientation::normal, solidCovers(kBoxes)};
const RedactOptions kWide{Orientation::normal, solidCovers(kWideBoxes)};

struct JxlRecipe {
  bool lossless = true;
  std::uint32_t colours = 3;
  std::uint32_t bits = 8;
  std::uint32_t alphaBits = 0;
  Size size{61, 47};
  JxlOrientation turned = JXL_ORIENT_IDENTITY;
  bool moves = false;
  bool boxed = false;
  float distance = 1;
};

JxlBasicInfo infoOf(const JxlRecipe& recipe) {
  JxlBasicInfo info;
  JxlEncoderInitBasicInfo(&info);
  info.xsize = static_cast<std::uint32_t>(recipe.size.width);
  info.ysize = static_cast<std::uint32_t>(recipe.size.height);
  info.bits_per_sample = recipe.bits;
  info.uses_original_profile = recipe.lossless ? JXL_TRUE : JXL_FALSE;
  info.num_color_channels = recipe.colours;
  info.alpha_bits = recipe.alphaBits;
  info.num_extra_channels = recipe.alphaBits > 0 ? 1 : 0;
  info.orientation = recipe.turned;
  if (recipe.moves) {
    info.have_animation = JXL_TRUE;
    info.animation.tps_numerator = 10;
    info.animation.tps_denominator = 1;
  }
  return info;
}

Bytes samplesOf(const JxlRecipe& recipe, const Painter& painter) {
  const int channels = static_cast<int>(recipe.colours) + (recipe.alphaBits > 0 ? 1 : 0);
  const bool wide = std::max(recipe.bits, recipe.alphaBits) > 8;
  Bytes bytes;
  for (const auto sample : painted(recipe.size, channels, painter)) {
    bytes.push_back(sample);
    if (wide)
      bytes.push_back(static_cast<std::uint8_t>(sample * 7));
  }
  return bytes;
}

Bytes outputOf(JxlEncoder* encoder) {
  Bytes file(1 << 20);
  std::uint8_t* next = file.data();
  std::size_t left = file.size();
  EXPECT_EQ(JxlEncoderProcessOutput(encoder, &next, &left), JXL_ENC_SUCCESS);
  file.resize(file.size() - left);
  return file;
}

Bytes makeJxl(const JxlRecipe& recipe, const Painter& painter) {
  auto* encoder = JxlEncoderCreate(nullptr);
  const auto info = infoOf(recipe);
  const auto pixels = samplesOf(recipe, painter);
  JxlEncoderUseContainer(encoder, recipe.boxed ? JXL_TRUE : JXL_FALSE);
  if (recipe.bits > 12)
    JxlEncoderSetCodestreamLevel(encoder, 10);
  EXPECT_EQ(JxlEncoderSetBasicInfo(encoder, &info), JXL_ENC_SUCCESS);
  JxlColorEncoding colours;
  JxlColorEncodingSetToSRGB(&colours, recipe.colours == 1 ? JXL_TRUE : JXL_FALSE);
  EXPECT_EQ(JxlEncoderSetColorEncoding(encoder, &colours), JXL_ENC_SUCCESS);
  auto* settings = JxlEncoderFrameSettingsCreate(encoder, nullptr);
  JxlEncoderSetFrameLossless(settings, recipe.lossless ? JXL_TRUE : JXL_FALSE);
  if (!recipe.lossless)
    JxlEncoderSetFrameDistance(settings, recipe.distance);
  JxlEncoderFrameSettingsSetOption(settings, JXL_ENC_FRAME_SETTING_EFFORT, 3);
  const bool wide = std::max(recipe.bits, recipe.alphaBits) > 8;
  const JxlPixelFormat format{recipe.colours + (recipe.alphaBits > 0 ? 1u : 0u),
                              wide ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
  for (int frame = 0; frame < (recipe.moves ? 2 : 1); ++frame)
    EXPECT_EQ(JxlEncoderAddImageFrame(settings, &format, pixels.data(), pixels.size()),
              JXL_ENC_SUCCESS);
  JxlEncoderCloseInput(encoder);
  const auto file = outputOf(encoder);
  JxlEncoderDestroy(encoder);
  return file;
}

std::vector<JxlRecipe> everyKind() {
  std::vector<JxlRecipe> kinds;
  for (const std::uint32_t colours : {1u, 3u})
    for (const std::uint32_t bits : {1u, 5u, 8u, 10u, 16u})
      for (const std::uint32_t alphaBits : {0u, 8u})
        kinds.push_back({.colours = colours, .bits = bits, .alphaBits = alphaBits});
  kinds.push_back({.alphaBits = 16});
  kinds.push_back({.boxed = true});
  return kinds;
}

std::string nameOf(const JxlRecipe& recipe) {
  return std::to_string(recipe.colours) + " colours of " + std::to_string(recipe.bits) +
         " bits, alpha " + std::to_string(recipe.alphaBits);
}

// The first bytes of the pixels, which are their upper ones nowhere: enough to compare.
Bytes samplesIn(const Bytes& file, const Rect& box) {
  auto picture = readJxl(file, Limits{}).value();
  const auto plane = picture.raster.plane();
  Bytes samples;
  for (int y = box.y; y < box.bottom(); ++y)
    samples.insert(samples.end(), plane.row(y) + plane.cellStep * static_cast<std::size_t>(box.x),
                   plane.row(y) + plane.cellStep * static_cast<std::size_t>(box.right()));
  return samples;
}

} // namespace

TEST(CoverJxl, HidesTheSameWayWhateverWasUnderTheBoxesWithoutLoss) {
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(nameOf(recipe));
    expectHidden(makeJxl(recipe, noisyScene(2, kBoxes)), makeJxl(recipe, noisyScene(3, kBoxes)),
                 kOptions);
  }
}

TEST(CoverJxl, CoversBlackAndOpaque) {
  const auto saved = covered(makeJxl({.alphaBits = 8}, noisyScene(2, kBoxes)), kOptions);
  EXPECT_THAT(samplesIn(saved, {5, 6, 1, 1}), ::testing::ElementsAre(0, 0, 0, 255));
}

TEST(CoverJxl, StaysLossyAndShowsNothingOfTheOriginal) {
  for (const std::uint32_t bits : {8u, 16u})
    for (const std::uint32_t alphaBits : {0u, bits}) {
      const JxlRecipe recipe{
          .lossless = false, .bits = bits, .alphaBits = alphaBits, .size = {193, 161}};
      SCOPED_TRACE(nameOf(recipe));
      const auto one = makeJxl(recipe, softScene(2, kWideBoxes));
      const auto other = makeJxl(recipe, softScene(3, kWideBoxes));
      expectCoveredClosely(one, kWide);
      const auto savedOne = covered(one, kWide), savedOther = covered(other, kWide);
      EXPECT_FALSE(readJxl(savedOne, Limits{}).value().keepsSamples());
      if (bits > 8)
        continue;
      for (const auto& box : {kWideBoxes[0], kWideBoxes[2]})
        EXPECT_LE(farthest(samplesIn(savedOne, box), samplesIn(savedOther, box)), 2);
    }
}

TEST(CoverJxl, BakesInHowThePictureIsTurned) {
  const JxlRecipe recipe{.size = {60, 40}, .turned = JXL_ORIENT_ROTATE_90_CW};
  const auto file = makeJxl(recipe, [](int x, int y) {
    return Samples{static_cast<std::uint16_t>(4 * x), static_cast<std::uint16_t>(4 * y), 90};
  });
  const RedactOptions top{Orientation::normal, solidCovers({{0, 0, 40, 10}})};
  const auto saved = covered(file, top);
  expectVerified(file, saved, top);
  EXPECT_EQ(readJxl(saved, Limits{}).value().raster.size, (Size{40, 60}));
  EXPECT_THAT(samplesIn(saved, {39, 9, 1, 1}), ::testing::ElementsAre(0, 0, 0));
  EXPECT_THAT(samplesIn(saved, {39, 10, 1, 1}), ::testing::ElementsAre(40, 0, 90));
}

TEST(CoverJxl, RefusesMovingPicturesAndSaysWhatToDo) {
  const auto refused = coverRegions(makeJxl({.moves = true}, noisyScene(2, {})), {}, Limits{});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
  EXPECT_THAT(refused.error().message, ::testing::HasSubstr("JPEG or PNG"));
}

TEST(VerifyJxl, NoticesOneChangedPixelOrAnotherKind) {
  const auto original = makeJxl({}, noisyScene(2, kBoxes));
  auto picture = readJxl(covered(original, kOptions), Limits{}).value();
  const auto changed = [&](Point at) {
    auto tampered = picture;
    tampered.raster.plane().row(at.y)[3 * at.x] ^= 1;
    return writeJxl(tampered).value();
  };
  expectVerified(original, writeJxl(picture).value(), kOptions);
  EXPECT_EQ(verdict(original, changed({2, 5}), kOptions), ErrorCode::leak);
  EXPECT_EQ(verdict(original, changed({13, 11}), kOptions), ErrorCode::leak);
  picture.info.uses_original_profile = JXL_FALSE;
  EXPECT_EQ(verdict(original, writeJxl(picture).value(), kOptions), ErrorCode::leak);
}

TEST(CoverJxl, EndsInAFileOrAnErrorWhereverTheInputIsCut) {
  expectCutsSurvived(makeJxl({}, softScene(2, kBoxes)), kOptions, 7);
  expectCutsSurvived(makeJxl({.lossless = false, .boxed = true}, softScene(2, kBoxes)), kOptions,
                     7);
}

TEST(CoverJxl, SurvivesFlippedBytes) {
  expectFlipsSurvived(makeJxl({}, softScene(2, kBoxes)), kOptions, 100, 2);
  expectFlipsSurvived(makeJxl({.lossless = false}, softScene(2, kBoxes)), kOptions, 100, 2);
}

TEST(CoverJxl, CodesAFineSourceAsFinely) {
  const RedactOptions small{Orientation::normal, solidCovers({{21, 35, 9, 9}})};
  const auto original =
      makeJxl({.lossless = false, .size = {193, 161}, .distance = 0.06F}, softScene(2, {}));
  const auto usual = writeJxl(readJxl(original, Limits{}).value(), JxlQuality::usual);
  ASSERT_TRUE(usual.ok());
  const auto copy = covered(original, small);
  expectVerified(original, copy, small);
  EXPECT_GT(copy.size(), 2 * usual.value().size());
}

TEST(CoverJxl, KeepsToTheLimits) {
  expectLimited(makeJxl({}, noisyScene(2, kBoxes)), {61, 47});
}

} // namespace photoscrub::redact
