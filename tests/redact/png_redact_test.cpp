#include "imaging/coded_pictures.h"
#include "redact/png_rows.h"
#include "redact/redact.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using photoscrub::testing::makePng;
using photoscrub::testing::noise;
using photoscrub::testing::Painter;
using photoscrub::testing::PngRecipe;
using photoscrub::testing::Samples;

const std::vector<Rect> kBoxes = {{3, 5, 11, 7}, {33, 20, 30, 13}, {0, 40, 1, 1}};

std::vector<PngRecipe> everyKind() {
  std::vector<PngRecipe> kinds;
  const auto add = [&](int type, int depth, std::vector<std::uint16_t> transparency = {}) {
    PngRecipe recipe;
    recipe.size = {61, 47};
    recipe.colourType = type;
    recipe.bitDepth = depth;
    recipe.transparency = std::move(transparency);
    if (type == 3)
      for (int i = 0; i < 1 << depth; ++i)
        recipe.palette.push_back({static_cast<std::uint8_t>(255 - i), 30, 90});
    for (const bool interlaced : {false, true}) {
      recipe.interlaced = interlaced;
      kinds.push_back(recipe);
    }
  };
  for (int depth : {1, 2, 4, 8, 16})
    add(0, depth);
  for (int depth : {1, 2, 4, 8})
    add(3, depth);
  for (int type : {2, 4, 6})
    add(type, 8), add(type, 16);
  add(0, 8, {0});
  add(0, 16, {0});
  add(2, 8, {0, 0, 0});
  add(2, 16, {0, 0, 0});
  add(3, 4, {255, 128, 255, 0});
  return kinds;
}

Painter sceneWith(std::uint32_t secret) {
  return [secret](int x, int y) {
    const auto under = [&](const Rect& box) { return !intersection(box, {x, y, 1, 1}).empty(); };
    const auto seed = std::any_of(kBoxes.begin(), kBoxes.end(), under) ? secret : 1;
    Samples samples;
    for (std::uint32_t c = 0; c < 4; ++c)
      samples[c] = static_cast<std::uint16_t>(
          noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), seed + 100 * c));
    return samples;
  };
}

// Values of a smaller depth than the noise has.
Painter fitting(const PngRecipe& recipe, std::uint32_t secret) {
  const auto mask = static_cast<std::uint16_t>((1u << recipe.bitDepth) - 1);
  return [mask, paint = sceneWith(secret)](int x, int y) {
    auto samples = paint(x, y);
    for (auto& sample : samples)
      sample &= mask;
    return samples;
  };
}

std::string nameOf(const PngRecipe& recipe) {
  return "type " + std::to_string(recipe.colourType) + " depth " + std::to_string(recipe.bitDepth) +
         (recipe.interlaced ? " interlaced" : "") + (recipe.transparency.empty() ? "" : " tRNS");
}

Bytes covered(const Bytes& file, const RedactOptions& options) {
  auto result = coverRegions(file, options, Limits{});
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().describe(true));
  return result.ok() ? std::move(result).value() : Bytes{};
}

void expectVerified(const Bytes& original, const Bytes& saved, const RedactOptions& options) {
  const auto status = verifyCovered(original, saved, options, Limits{});
  EXPECT_TRUE(status.ok()) << (status.ok() ? "" : status.error().describe(true));
}

ErrorCode verdict(const Bytes& original, const Bytes& saved, const RedactOptions& options) {
  const auto status = verifyCovered(original, saved, options, Limits{});
  return status.ok() ? ErrorCode::internal : status.error().code;
}

// The 8-bit R, G, B, A a viewer computes for the pixel.
std::array<int, 4> shownAt(const Bytes& file, Point at) {
  imaging::PngReader reader{Limits{}};
  EXPECT_TRUE(reader.open(file, imaging::PngReader::Chunks::picture).ok());
  png_set_expand(reader.png());
  png_set_scale_16(reader.png());
  png_set_gray_to_rgb(reader.png());
  png_set_add_alpha(reader.png(), 255, PNG_FILLER_AFTER);
  png_read_update_info(reader.png(), reader.info());
  Bytes row(png_get_rowbytes(reader.png(), reader.info()));
  for (int y = 0; y <= at.y; ++y)
    png_read_row(reader.png(), row.data(), nullptr);
  const auto* pixel = row.data() + 4 * at.x;
  return {pixel[0], pixel[1], pixel[2], pixel[3]};
}

bool has(const Bytes& file, std::string_view text) {
  return std::search(file.begin(), file.end(), text.begin(), text.end()) != file.end();
}

} // namespace

TEST(CoverPng, HidesTheSameWayWhateverWasUnderTheBoxes) {
  const RedactOptions options{Orientation::normal, solidCovers(kBoxes)};
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(nameOf(recipe));
    const auto one = makePng(recipe, fitting(recipe, 2));
    const auto other = makePng(recipe, fitting(recipe, 3));
    ASSERT_NE(one, other);
    const auto savedOne = covered(one, options), savedOther = covered(other, options);
    expectVerified(one, savedOne, options);
    expectVerified(other, savedOther, options);
    EXPECT_EQ(savedOne, savedOther);
  }
}

TEST(CoverPng, CoversDarkAndOpaque) {
  const RedactOptions options{Orientation::normal, solidCovers(kBoxes)};
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(nameOf(recipe));
    const auto saved = covered(makePng(recipe, fitting(recipe, 2)), options);
    const auto shown = shownAt(saved, {8, 8});
    EXPECT_EQ(shown[3], 255);
    if (recipe.colourType != 3) {
      EXPECT_LE(shown[0], 1);
    } else if (recipe.transparency.empty()) {
      EXPECT_EQ(shown[0], 256 - (1 << recipe.bitDepth)); // the darkest entry
    }
  }
}

TEST(CoverPng, TakesTheDarkestOpaqueEntryOfAPalette) {
  PngRecipe recipe;
  recipe.colourType = 3;
  recipe.bitDepth = 2;
  recipe.palette = {{200, 200, 200}, {0, 0, 0}, {9, 9, 9}, {50, 0, 0}};
  recipe.transparency = {255, 0};
  const auto saved =
      covered(makePng(recipe, fitting(recipe, 2)), {Orientation::normal, solidCovers(kBoxes)});
  EXPECT_EQ(shownAt(saved, {8, 8}), (std::array{9, 9, 9, 255}));
}

TEST(CoverPng, CoversThePlaceAViewerShowsForEveryOrientation) {
  PngRecipe recipe;
  const auto original = makePng(recipe, [](int, int) { return Samples{250, 250, 250, 0}; });
  for (int tag = 1; tag <= 8; ++tag) {
    SCOPED_TRACE(tag);
    const auto orientation = orientationFrom(tag);
    const Size upright = uprightSize(recipe.size, orientation);
    const RedactOptions options{orientation, solidCovers({{upright.width - 7, 0, 7, 3}})};
    const auto saved = covered(original, options);
    expectVerified(original, saved, options);
    // The upright top right pixel is one of the four stored corners.
    const auto corner = toStored({upright.width - 1, 0, 1, 1}, recipe.size, orientation);
    EXPECT_EQ(shownAt(saved, {corner.x, corner.y})[0], 0);
    const auto beside = toStored({upright.width - 8, 0, 1, 1}, recipe.size, orientation);
    EXPECT_EQ(shownAt(saved, {beside.x, beside.y})[0], 250);
  }
}

TEST(CoverPng, KeepsWhatColourNeedsAndNothingElse) {
  PngRecipe recipe;
  recipe.colourChunks = true;
  auto file = makePng(recipe, fitting(recipe, 2));
  // A text chunk before IHDR's end would be refused; behind it is where cameras put theirs. Its
  // checksum is wrong on purpose: ancillary chunks are not read at all.
  const std::string_view text("\0\0\0\x0Ct"
                              "EXtin\0 ward 7..\1\2\3\4",
                              24);
  file.insert(file.begin() + 33, text.begin(), text.end());
  ASSERT_TRUE(has(file, "ward 7"));
  const auto saved = covered(file, {Orientation::normal, solidCovers(kBoxes)});
  for (const auto* chunk : {"gAMA", "cHRM", "sBIT", "bKGD", "pHYs"})
    EXPECT_TRUE(has(saved, chunk)) << chunk;
  EXPECT_FALSE(has(saved, "tEXt"));
  EXPECT_FALSE(has(saved, "ward 7"));
}

TEST(CoverPng, RefusesAnimatedPictures) {
  PngRecipe recipe;
  recipe.animated = true;
  const auto file = makePng(recipe, fitting(recipe, 2));
  const auto refused = coverRegions(file, {Orientation::normal, solidCovers(kBoxes)}, Limits{});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
}

TEST(VerifyPng, RefusesAPictureThatIsNotCovered) {
  const RedactOptions options{Orientation::normal, solidCovers(kBoxes)};
  const RedactOptions fewer{Orientation::normal, solidCovers({kBoxes[0]})};
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(nameOf(recipe));
    const auto original = makePng(recipe, fitting(recipe, 2));
    EXPECT_EQ(verdict(original, original, options), ErrorCode::leak);
    EXPECT_EQ(verdict(original, covered(original, fewer), options), ErrorCode::leak);
    EXPECT_EQ(verdict(original, covered(original, options), fewer), ErrorCode::leak);
  }
}

TEST(VerifyPng, RefusesAnotherPaletteOrDepth) {
  const RedactOptions options{Orientation::normal, solidCovers(kBoxes)};
  PngRecipe recipe;
  recipe.colourType = 3;
  recipe.palette = {{1, 2, 3}, {200, 200, 200}};
  recipe.bitDepth = 1;
  const auto original = makePng(recipe, fitting(recipe, 2));
  auto other = recipe;
  other.palette[1] = {200, 200, 201};
  EXPECT_EQ(verdict(original, covered(makePng(other, fitting(recipe, 2)), options), options),
            ErrorCode::leak);
  other = recipe;
  other.bitDepth = 2;
  EXPECT_EQ(verdict(original, covered(makePng(other, fitting(recipe, 2)), options), options),
            ErrorCode::leak);
}

TEST(CoverPng, EndsInAFileOrAnErrorWhereverTheInputIsCut) {
  const RedactOptions options{Orientation::normal, solidCovers(kBoxes)};
  for (const bool interlaced : {false, true}) {
    PngRecipe recipe;
    recipe.interlaced = interlaced;
    const auto file = makePng(recipe, [](int x, int y) {
      return Samples{static_cast<std::uint16_t>(x), static_cast<std::uint16_t>(y), 9, 0};
    });
    for (std::size_t length = 0; length < file.size(); ++length) {
      const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(length));
      const auto result = coverRegions(cut, options, Limits{});
      if (result.ok()) {
        expectVerified(cut, result.value(), options);
      } else {
        EXPECT_NE(result.error().code, ErrorCode::internal) << length;
      }
    }
  }
}

TEST(CoverPng, SurvivesFlippedBytes) {
  const RedactOptions options{Orientation::normal, solidCovers(kBoxes)};
  Limits limits;
  limits.maxPixels = 1'000'000;
  for (const bool interlaced : {false, true}) {
    PngRecipe recipe;
    recipe.interlaced = interlaced;
    recipe.colourChunks = true;
    const auto good = makePng(recipe, fitting(recipe, 2));
    for (std::uint32_t round = 0; round < 1500; ++round) {
      auto file = good;
      // Half of the rounds hit the chunks before the picture.
      const auto reach = round % 2 == 0 ? std::size_t{200} : file.size();
      for (std::uint32_t i = 0; i < 2; ++i)
        file[8 + noise(round, i, 3) % (reach - 8)] = static_cast<std::uint8_t>(noise(round, i, 4));
      const auto result = coverRegions(file, options, limits);
      if (!result.ok()) {
        EXPECT_NE(result.error().code, ErrorCode::internal) << round;
      }
    }
  }
}

} // namespace photoscrub::redact
