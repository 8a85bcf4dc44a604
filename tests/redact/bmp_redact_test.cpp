#include "redact/bmp_file.h"
#include "redact/cover_checks.h"

#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using namespace photoscrub::testing;

const RedactOptions kOptions{Orientation::normal, solidCovers(kBoxes)};
constexpr Size kSize = {61, 47};

struct BmpRecipe {
  int bits = 24;
  bool topDown = false;
  std::uint32_t headerBytes = 40;
  std::vector<std::uint32_t> masks{}; ///< with them: bit fields
  Bytes gap{};                        ///< between palette and pixels
};

std::uint32_t valueOf(const Samples& samples, int bits) {
  const auto all = samples[0] | std::uint32_t{samples[1]} << 8 | std::uint32_t{samples[2]} << 16 |
                   std::uint32_t{samples[3]} << 24;
  return bits == 32 ? all : all & ((1u << bits) - 1);
}

Bytes packedRow(const BmpRecipe& recipe, const Painter& painter, int y) {
  Bytes row(bmpRowBytes(kSize.width, recipe.bits));
  for (int x = 0; x < kSize.width; ++x) {
    const auto value = valueOf(painter(x, y), recipe.bits);
    const auto bit = static_cast<std::size_t>(x * recipe.bits);
    if (recipe.bits < 8)
      row[bit / 8] = static_cast<std::uint8_t>(
          row[bit / 8] | value << (8 - recipe.bits - static_cast<int>(bit % 8)));
    else
      for (int i = 0; i < recipe.bits / 8; ++i)
        row[bit / 8 + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value >> (8 * i));
  }
  return row;
}

Bytes paletteOf(const BmpRecipe& recipe) {
  Bytes palette;
  for (int i = 0; recipe.bits <= 8 && i < 1 << recipe.bits; ++i) {
    const auto light = static_cast<std::uint8_t>(255 - i);
    palette.insert(palette.end(), {light, light, light});
    if (recipe.headerBytes != 12)
      palette.push_back(0);
  }
  return palette;
}

Bytes headerOf(const BmpRecipe& recipe, std::uint32_t compression) {
  ByteWriter header(Endian::little);
  header.u32(recipe.headerBytes);
  if (recipe.headerBytes == 12)
    return std::move(header.u16(kSize.width)
                         .u16(kSize.height)
                         .u16(1)
                         .u16(static_cast<std::uint16_t>(recipe.bits)))
        .take();
  header.u32(kSize.width)
      .u32(static_cast<std::uint32_t>(recipe.topDown ? -kSize.height : kSize.height));
  header.u16(1).u16(static_cast<std::uint16_t>(recipe.bits)).u32(compression);
  header.u32(0).u32(2835).u32(2835).u32(0).u32(0);
  for (const auto mask : recipe.masks)
    header.u32(mask);
  while (header.size() < recipe.headerBytes)
    header.u8(0);
  return std::move(header).take();
}

Bytes assembled(const BmpRecipe& recipe, std::uint32_t compression, const Bytes& pixels) {
  const auto header = headerOf(recipe, compression), palette = paletteOf(recipe);
  const auto pixelsAt =
      static_cast<std::uint32_t>(14 + header.size() + palette.size() + recipe.gap.size());
  ByteWriter file(Endian::little);
  file.bytes(asBytes("BM")).u32(0).u32(0).u32(pixelsAt);
  file.bytes(header).bytes(palette).bytes(recipe.gap).bytes(pixels);
  return std::move(file).take();
}

Bytes makeBmp(const BmpRecipe& recipe, const Painter& painter) {
  Bytes pixels;
  for (int i = 0; i < kSize.height; ++i) {
    const auto row = packedRow(recipe, painter, recipe.topDown ? i : kSize.height - 1 - i);
    pixels.insert(pixels.end(), row.begin(), row.end());
  }
  return assembled(recipe, recipe.masks.empty() ? 0 : recipe.masks.size() == 4 ? 6 : 3, pixels);
}

std::vector<BmpRecipe> everyKind() {
  std::vector<BmpRecipe> kinds;
  for (const int bits : {1, 2, 4, 8, 16, 24, 32})
    for (const bool topDown : {false, true})
      kinds.push_back({bits, topDown});
  for (const int bits : {1, 4, 8, 24})
    kinds.push_back({.bits = bits, .headerBytes = 12});
  for (const std::uint32_t header : {52u, 56u, 108u, 124u})
    kinds.push_back({.headerBytes = header});
  kinds.push_back({.bits = 16, .masks = {0xF800, 0x07E0, 0x001F}});
  kinds.push_back({.bits = 32, .masks = {0xFF0000, 0xFF00, 0xFF, 0xFF000000}});
  kinds.push_back({.bits = 32, .headerBytes = 124, .masks = {0xFF0000, 0xFF00, 0xFF, 0xFF000000}});
  return kinds;
}

std::string nameOf(const BmpRecipe& recipe) {
  return std::to_string(recipe.bits) + " bits, header " + std::to_string(recipe.headerBytes) +
         (recipe.topDown ? ", top down" : "") + (recipe.masks.empty() ? "" : ", masks");
}

// Every kind of run: encoded, literal, skipped, ended early.
Bytes makeRuns(int bits, std::uint8_t value) {
  Bytes pixels;
  const auto add = [&](std::initializer_list<int> bytes) {
    for (const int byte : bytes)
      pixels.push_back(static_cast<std::uint8_t>(byte));
  };
  for (int y = 0; y < kSize.height - 2; ++y) {
    add({20, value, 0, 5, 0x12, 0x34, 0x56});
    bits == 8 ? add({0x78, 0x9A, 0}) : add({0});
    add({0, 2, 10, 0, 30, 0x31, 0, 0});
  }
  add({0, 1});
  return assembled({bits}, bits == 8 ? 1 : 2, pixels);
}

} // namespace

TEST(CoverBmp, HidesTheSameWayWhateverWasUnderTheBoxes) {
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(nameOf(recipe));
    expectHidden(makeBmp(recipe, noisyScene(2, kBoxes)), makeBmp(recipe, noisyScene(3, kBoxes)),
                 kOptions);
  }
}

TEST(CoverBmp, KeepsHeaderAndLayoutByteForByteWithoutBoxes) {
  for (const auto& recipe : everyKind()) {
    SCOPED_TRACE(nameOf(recipe));
    const auto file = makeBmp(recipe, noisyScene(2, kBoxes));
    const auto saved = covered(file, {});
    EXPECT_EQ(saved.size(), file.size());
    EXPECT_EQ(covered(saved, {}), saved);
  }
}

TEST(CoverBmp, CoversWithTheDarkestEntryOfThePalette) {
  const auto file = makeBmp({.bits = 4}, noisyScene(2, kBoxes));
  auto picture = readBmp(covered(file, kOptions), Limits{}).value();
  EXPECT_EQ(picture.raster.plane().row(6)[5], 15); // the palette falls from light to dark
}

TEST(CoverBmp, CoversWithOpaqueBlackWhereThereIsAlpha) {
  const auto fourth = [](const BmpRecipe& recipe, const Painter& painter) {
    auto picture = readBmp(covered(makeBmp(recipe, painter), kOptions), Limits{}).value();
    return picture.raster.plane().row(6)[5 * 4 + 3];
  };
  const auto opaque = [](int, int) { return Samples{9, 9, 9, 255}; };
  const auto unused = [](int, int) { return Samples{9, 9, 9, 0}; };
  const BmpRecipe masked{.bits = 32, .masks = {0xFF0000, 0xFF00, 0xFF, 0xFF000000}};
  EXPECT_EQ(fourth(masked, unused), 255);
  EXPECT_EQ(fourth({.bits = 32}, opaque), 255);
  EXPECT_EQ(fourth({.bits = 32}, unused), 0);
}

TEST(CoverBmp, UnpacksRuns) {
  for (const int bits : {4, 8}) {
    SCOPED_TRACE(bits);
    const auto file = makeRuns(bits, 0x21);
    expectVerified(file, covered(file, kOptions), kOptions);
    auto picture = readBmp(covered(file, {}), Limits{}).value();
    const auto* row = picture.raster.plane().row(kSize.height - 1);
    EXPECT_EQ(row[0], bits == 8 ? 0x21 : 2);
    EXPECT_EQ(row[1], bits == 8 ? 0x21 : 1);
    EXPECT_EQ(row[20], bits == 8 ? 0x12 : 1);
    EXPECT_EQ(row[24], bits == 8 ? 0x9A : 5);
    EXPECT_EQ(row[30], 0);
    EXPECT_EQ(row[35], bits == 8 ? 0x31 : 3);
  }
}

TEST(CoverBmp, LeavesGapsPaddingProfileAndTrailerBehind) {
  const std::string_view secret = "ward 7";
  BmpRecipe recipe;
  recipe.gap.assign(secret.begin(), secret.end());
  auto file = makeBmp(recipe, noisyScene(2, kBoxes));
  file.insert(file.end(), secret.begin(), secret.end());
  ASSERT_TRUE(holds(file, secret));
  EXPECT_FALSE(holds(covered(file, kOptions), secret));
}

TEST(VerifyBmp, NoticesOneChangedPixel) {
  const auto original = makeBmp({}, noisyScene(2, kBoxes));
  const auto saved = covered(original, kOptions);
  const auto changed = [&](Point at) {
    auto tampered = saved;
    const auto row = static_cast<std::size_t>(kSize.height - 1 - at.y);
    tampered[54 + row * bmpRowBytes(kSize.width, 24) + 3 * static_cast<std::size_t>(at.x)] ^= 1;
    return tampered;
  };
  EXPECT_EQ(verdict(original, changed({2, 5}), kOptions), ErrorCode::leak);
  EXPECT_EQ(verdict(original, changed({13, 11}), kOptions), ErrorCode::leak);
  // One pixel is always one colour; it has to be that of the other boxes.
  EXPECT_EQ(verdict(original, changed({0, 40}), kOptions), ErrorCode::leak);
}

TEST(VerifyBmp, NoticesAnotherPalette) {
  const auto original = makeBmp({.bits = 8}, noisyScene(2, kBoxes));
  auto saved = covered(original, kOptions);
  saved[54 + 4 * 7] ^= 1;
  EXPECT_EQ(verdict(original, saved, kOptions), ErrorCode::leak);
}

TEST(CoverBmp, RefusesOtherCodings) {
  const auto file = assembled({}, 4, Bytes(100)); // a JPEG inside
  const auto refused = coverRegions(file, kOptions, Limits{});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
}

TEST(CoverBmp, EndsInAFileOrAnErrorWhereverTheInputIsCut) {
  expectCutsSurvived(makeBmp({.bits = 4}, noisyScene(2, kBoxes)), kOptions);
  expectCutsSurvived(makeRuns(8, 7), kOptions);
}

TEST(CoverBmp, SurvivesFlippedBytes) {
  expectFlipsSurvived(makeBmp({.bits = 8}, noisyScene(2, kBoxes)), kOptions, 1000);
  expectFlipsSurvived(
      makeBmp({.bits = 16, .masks = {0xF800, 0x07E0, 0x001F}}, noisyScene(2, kBoxes)), kOptions,
      1000);
  expectFlipsSurvived(makeRuns(4, 7), kOptions, 1000);
}

TEST(CoverBmp, KeepsToTheLimits) {
  expectLimited(makeBmp({}, noisyScene(2, kBoxes)), kSize);
}

} // namespace photoscrub::redact
