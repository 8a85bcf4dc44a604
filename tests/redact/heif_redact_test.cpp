#include "redact/cover_checks.h"
#include "redact/heif_picture.h"
#include "redact/heif_writer.h"

#include <cstring>

#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using namespace photoscrub::testing;
using imaging::Heif;

const RedactOptions kWide{Orientation::normal, solidCovers(kWideBoxes)};

struct HeifRecipe {
  bool av1 = false;
  int chroma = 1; ///< chroma_format_idc
  int bits = 8;
  bool alpha = false;
  Size size{193, 161};
  heif_orientation turned = heif_orientation_normal;
  int matrix = 6;
  int transfer = 13;
  int quality = 90;
};

void fillPlane(heif_image& image, heif_channel which, const HeifRecipe& recipe, std::size_t sample,
               const Painter& painter) {
  heif_image_add_plane(&image, which, recipe.size.width, recipe.size.height, recipe.bits);
  int stride = 0;
  auto* row = heif_image_get_plane(&image, which, &stride);
  for (int y = 0; y < recipe.size.height; ++y, row += stride)
    for (int x = 0; x < recipe.size.width; ++x) {
      const auto value = static_cast<std::uint16_t>(painter(x, y)[sample] << (recipe.bits - 8));
      if (recipe.bits > 8)
        std::memcpy(row + 2 * x, &value, sizeof value);
      else
        row[x] = static_cast<std::uint8_t>(value);
    }
}

Heif<heif_image> makeImage(const HeifRecipe& recipe, const Painter& painter) {
  heif_image* image = nullptr;
  const bool grey = recipe.chroma == 0;
  heif_image_create(recipe.size.width, recipe.size.height,
                    grey ? heif_colorspace_monochrome : heif_colorspace_RGB,
                    grey ? heif_chroma_monochrome : heif_chroma_444, &image);
  if (grey)
    fillPlane(*image, heif_channel_Y, recipe, 0, painter);
  for (std::size_t i = 0; !grey && i < 3; ++i)
    fillPlane(*image, std::array{heif_channel_R, heif_channel_G, heif_channel_B}[i], recipe, i,
              painter);
  if (recipe.alpha)
    fillPlane(*image, heif_channel_Alpha, recipe, 3, painter);
  return Heif<heif_image>(image);
}

Bytes makeHeif(const HeifRecipe& recipe, const Painter& painter) {
  const auto image = makeImage(recipe, painter);
  const Heif<heif_context> context(heif_context_alloc());
  heif_encoder* encoder = nullptr;
  heif_context_get_encoder_for_format(
      context.get(), recipe.av1 ? heif_compression_AV1 : heif_compression_HEVC, &encoder);
  heif_encoder_set_lossy_quality(encoder, recipe.quality);
  heif_encoder_set_parameter(
      encoder, "chroma",
      std::array{"420", "420", "422", "444"}[static_cast<std::size_t>(recipe.chroma)]);
  const Heif<heif_color_profile_nclx> nclx(heif_nclx_color_profile_alloc());
  nclx->color_primaries = heif_color_primaries_ITU_R_BT_709_5;
  nclx->transfer_characteristics = static_cast<heif_transfer_characteristics>(recipe.transfer);
  nclx->matrix_coefficients = static_cast<heif_matrix_coefficients>(recipe.matrix);
  nclx->full_range_flag = 1;
  heif_image_set_nclx_color_profile(image.get(), nclx.get());
  auto* options = heif_encoding_options_alloc();
  options->output_nclx_profile = nclx.get();
  options->macOS_compatibility_workaround = 0;
  options->macOS_compatibility_workaround_no_nclx_profile = 0;
  options->image_orientation = recipe.turned;
  heif_image_handle* handle = nullptr;
  const auto encoded =
      heif_context_encode_image(context.get(), image.get(), encoder, options, &handle);
  EXPECT_EQ(encoded.code, heif_error_Ok) << encoded.message;
  heif_image_handle_release(handle);
  heif_encoding_options_free(options);
  heif_encoder_release(encoder);
  Bytes file;
  heif_writer writer{1, [](heif_context*, const void* bytes, std::size_t count, void* to) {
                       const auto* begin = static_cast<const std::uint8_t*>(bytes);
                       auto& all = *static_cast<Bytes*>(to);
                       all.insert(all.end(), begin, begin + count);
                       return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
                     }};
  heif_context_write(context.get(), &writer, &file);
  return file;
}

std::vector<HeifRecipe> everyKind() {
  std::vector<HeifRecipe> kinds;
  for (const int chroma : {0, 1, 2, 3})
    for (const bool av1 : {false, true})
      kinds.push_back({.av1 = av1, .chroma = chroma});
  kinds.push_back({.bits = 10});
  kinds.push_back({.chroma = 3, .bits = 10});
  kinds.push_back({.av1 = true, .bits = 12});
  kinds.push_back({.alpha = true});
  kinds.push_back({.av1 = true, .alpha = true});
  kinds.push_back({.av1 = true, .matrix = 1});
  return kinds;
}

std::string nameOf(const HeifRecipe& recipe) {
  return std::string(recipe.av1 ? "AVIF" : "HEIC") + " chroma " + std::to_string(recipe.chroma) +
         " bits " + std::to_string(recipe.bits) + (recipe.alpha ? " alpha" : "");
}

// Of all channels, as parts of 255.
Bytes samplesIn(const Bytes& file, const Rect& box) {
  HeifPicture picture;
  EXPECT_TRUE(picture.open(file, Limits{}).ok());
  Bytes samples;
  for (const auto& channel : picture.channels())
    for (int y = box.y; y < box.bottom(); ++y)
      for (int x = box.x; x < box.right(); ++x)
        samples.push_back(channel.eightBitsAt(x, y));
  return samples;
}

} // namespace

// In HEVC there is next to nothing left between the usual quality and the finest.
TEST(CoverHeif, CodesAFineAvifAsFinely) {
  const RedactOptions small{Orientation::normal, solidCovers({{21, 35, 9, 9}})};
  const auto original = makeHeif({.av1 = true, .chroma = 3, .quality = 100}, softScene(2, {}));
  HeifPicture picture;
  ASSERT_TRUE(picture.open(original, Limits{}).ok());
  const auto usual = picture.encode(HeifQuality::usual);
  ASSERT_TRUE(usual.ok());
  const auto copy = covered(original, small);
  expectVerified(original, copy, small);
  EXPECT_GT(static_cast<double>(copy.size()), 1.1 * static_cast<double>(usual.value().size()));
}

TEST(CoverHeif, ShowsNothingOfTheOriginalUnderTheBoxes) {
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(nameOf(recipe));
    const auto one = makeHeif(recipe, softScene(2, kWideBoxes));
    const auto other = makeHeif(recipe, softScene(3, kWideBoxes));
    expectCoveredClosely(one, kWide);
    const auto savedOne = covered(one, kWide), savedOther = covered(other, kWide);
    for (const auto& box : {kWideBoxes[0], kWideBoxes[2]}) {
      const auto shown = samplesIn(savedOne, box);
      EXPECT_LE(farthest(shown, samplesIn(savedOther, box)), 2);
      EXPECT_LE(shown.front(), 20);
      if (recipe.alpha) {
        EXPECT_GE(shown.back(), 254);
      }
    }
  }
}

TEST(CoverHeif, KeepsCodecSamplingBitsAndMeaning) {
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(nameOf(recipe));
    const auto file = makeHeif(recipe, softScene(2, kWideBoxes));
    HeifPicture before, after;
    ASSERT_TRUE(before.open(file, Limits{}).ok());
    const auto saved = covered(file, kWide);
    ASSERT_TRUE(after.open(saved, Limits{}).ok());
    EXPECT_EQ(after.coding().av1, recipe.av1);
    EXPECT_EQ(after.coding().chroma, recipe.chroma);
    EXPECT_EQ(after.channels()[0].bits, recipe.bits);
    EXPECT_EQ(after.colours(), before.colours());
    EXPECT_EQ(after.colours().transfer, recipe.transfer);
  }
}

TEST(CoverHeif, BakesInHowTheFileIsTurned) {
  HeifRecipe recipe{.size = {200, 120}, .turned = heif_orientation_rotate_90_cw};
  const Painter scene = [](int x, int) {
    const auto light = static_cast<std::uint16_t>(x < 60 ? 240 : 120);
    return Samples{light, light, light, 255};
  };
  const auto file = makeHeif(recipe, scene);
  HeifPicture before;
  ASSERT_TRUE(before.open(file, Limits{}).ok());
  const Size upright = before.size();
  EXPECT_EQ(upright, (Size{120, 200}));
  const RedactOptions top{Orientation::normal, solidCovers({{10, 0, 100, 20}})};
  const auto saved = covered(file, top);
  expectVerified(file, saved, top);
  HeifPicture after;
  ASSERT_TRUE(after.open(saved, Limits{}).ok());
  EXPECT_EQ(after.size(), upright);
  EXPECT_LE(samplesIn(saved, {50, 5, 1, 1})[0], 20);
  EXPECT_LE(farthest(samplesIn(saved, {50, 150, 1, 1}), samplesIn(file, {50, 150, 1, 1})), 3);
}

TEST(CoverHeif, CoversOddSizesToTheEdge) {
  for (const bool av1 : {false, true})
    for (const Size size : {Size{33, 1}, Size{1, 1}, Size{65, 67}}) {
      const auto file = makeHeif({.av1 = av1, .size = size}, softScene(2, {}));
      const RedactOptions all{Orientation::normal, solidCovers({{-5, -5, 100, 100}})};
      expectVerified(file, covered(file, all), all);
      expectVerified(file, covered(file, {}), {});
    }
}

TEST(WriteHeif, ReducesTenBitsWhereTheEncoderWouldAbort) {
  for (const int chroma : {0, 1, 3}) {
    const HeifRecipe recipe{.av1 = true, .chroma = chroma, .bits = 10, .alpha = true};
    const auto image = makeImage(recipe, softScene(2, {}));
    HeifWriting writing{{true, chroma},
                        Heif<heif_color_profile_nclx>(heif_nclx_color_profile_alloc())};
    const auto file = writeHeif(*image, writing);
    ASSERT_TRUE(file.ok()) << file.error().describe(true);
    HeifPicture picture;
    ASSERT_TRUE(picture.open(file.value(), Limits{}).ok());
    EXPECT_EQ(picture.channels()[0].bits, 8);
    EXPECT_NEAR(picture.channels()[0].eightBitsAt(90, 80), softScene(2, {})(90, 80)[0], 8);
  }
}

TEST(VerifyHeif, ComparesPicturesOfReducedDepth) {
  HeifRecipe recipe{.bits = 10};
  const auto original = makeHeif(recipe, softScene(2, kWideBoxes));
  recipe.bits = 8;
  const auto reduced = covered(makeHeif(recipe, softScene(2, kWideBoxes)), kWide);
  expectVerified(original, reduced, kWide);
  EXPECT_EQ(verdict(original, makeHeif(recipe, softScene(2, kWideBoxes)), kWide), ErrorCode::leak);
  EXPECT_EQ(verdict(makeHeif(recipe, softScene(2, kWideBoxes)), covered(original, kWide), kWide),
            ErrorCode::leak);
}

TEST(VerifyHeif, NoticesAnotherPictureCodecOrMeaning) {
  const auto original = makeHeif({}, softScene(2, kWideBoxes));
  const auto changed = [](Point spot, HeifRecipe recipe = {}) {
    return covered(makeHeif(recipe,
                            [=, scene = softScene(2, kWideBoxes)](int x, int y) {
                              const Rect patch = {spot.x, spot.y, 12, 12};
                              return intersection(patch, {x, y, 1, 1}).empty()
                                         ? scene(x, y)
                                         : Samples{255, 255, 255, 255};
                            }),
                   kWide);
  };
  EXPECT_EQ(verdict(original, changed({-20, -20}), kWide), ErrorCode::internal);
  EXPECT_EQ(verdict(original, changed({100, 40}), kWide), ErrorCode::leak);
  EXPECT_EQ(verdict(original, changed({-20, -20}, {.av1 = true}), kWide), ErrorCode::leak);
  EXPECT_EQ(verdict(original, changed({-20, -20}, {.chroma = 3}), kWide), ErrorCode::leak);
  EXPECT_EQ(verdict(original, changed({-20, -20}, {.transfer = 16}), kWide), ErrorCode::leak);
  EXPECT_EQ(verdict(original, changed({-20, -20}, {.alpha = true}), kWide), ErrorCode::leak);
}

TEST(CoverHeif, EndsInAFileOrAnErrorWhereverTheInputIsCut) {
  for (const bool av1 : {false, true})
    expectCutsSurvived(makeHeif({.av1 = av1, .size = {64, 48}}, softScene(2, kBoxes)),
                       {Orientation::normal, solidCovers(kBoxes)}, 5);
}

TEST(CoverHeif, SurvivesFlippedBytes) {
  for (const bool av1 : {false, true}) {
    const auto file = makeHeif({.av1 = av1, .size = {64, 48}}, softScene(2, kBoxes));
    expectFlipsSurvived(file, {Orientation::normal, solidCovers(kBoxes)}, 100, 12);
    expectFlipsSurvived(file, {Orientation::normal, solidCovers(kBoxes)}, 100, 100);
  }
}

TEST(CoverHeif, KeepsToTheLimits) {
  expectLimited(makeHeif({.size = {64, 48}}, softScene(2, kBoxes)), {64, 48});
}

} // namespace photoscrub::redact
