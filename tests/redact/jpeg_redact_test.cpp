#include "imaging/coded_pictures.h"
#include "imaging/jpeg_library.h"
#include "imaging/picture.h"
#include "redact/jpeg_coefficients.h"
#include "redact/redact.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace photoscrub::redact {

namespace {

using photoscrub::testing::Colours;
using photoscrub::testing::JpegRecipe;
using photoscrub::testing::makeJpeg;
using photoscrub::testing::noise;
using photoscrub::testing::Painter;
using photoscrub::testing::Samples;

struct NamedRecipe {
  const char* name;
  JpegRecipe recipe;
};

JpegRecipe sampled(int horizontal, int vertical) {
  JpegRecipe recipe;
  recipe.size = {131, 93};
  recipe.horizontal = horizontal;
  recipe.vertical = vertical;
  return recipe;
}

template <class Change> NamedRecipe changed(const char* name, JpegRecipe recipe, Change change) {
  change(recipe);
  return {name, recipe};
}

std::vector<NamedRecipe> everyKind() {
  const auto plain = sampled(2, 2);
  const auto colours = [&](const char* name, Colours kind, int factor) {
    return changed(name, sampled(factor, factor), [&](auto& r) { r.colours = kind; });
  };
  return {{"4:4:4", sampled(1, 1)},
          {"4:2:2", sampled(2, 1)},
          {"4:2:0", sampled(2, 2)},
          {"4:4:0", sampled(1, 2)},
          {"4:1:1", sampled(4, 1)},
          {"4:1:0", sampled(4, 2)},
          colours("grey", Colours::grey, 1),
          colours("grey with 2x2 in the header", Colours::grey, 2),
          colours("rgb", Colours::rgb, 1),
          colours("rgb with fewer samples", Colours::rgb, 2),
          colours("cmyk", Colours::cmyk, 1),
          colours("cmyk without flag", Colours::cmykWithoutAdobe, 1),
          colours("ycck", Colours::ycck, 1),
          colours("ycck 4:2:0", Colours::ycck, 2),
          changed("progressive", plain, [](auto& r) { r.progressive = true; }),
          changed("arithmetic", plain, [](auto& r) { r.arithmetic = true; }),
          changed("arithmetic progressive", plain,
                  [](auto& r) { r.arithmetic = r.progressive = true; }),
          changed("restarts", plain, [](auto& r) { r.restartInterval = 3; }),
          changed("progressive restarts", plain,
                  [](auto& r) { r.progressive = true, r.restartInterval = 5; }),
          changed("separate scans", plain, [](auto& r) { r.separateScans = true; }),
          changed("coarse", plain, [](auto& r) { r.quality = 1; }),
          changed("fine", plain, [](auto& r) { r.quality = 100; })};
}

// Hard edges, the worst case for a rim: what is written shows in every coefficient.
Samples scene(int x, int y, std::uint32_t seed) {
  const auto value = noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), seed);
  const auto bit = [&](int i) { return static_cast<std::uint16_t>((value >> i & 1) * 255); };
  return {bit(3), bit(7), bit(11), bit(13)};
}

// Two pictures that differ under `hidden` only.
Painter sceneWith(const std::vector<Rect>& hidden, std::uint32_t secret) {
  return [hidden, secret](int x, int y) {
    const auto under = [&](const Rect& box) { return !intersection(box, {x, y, 1, 1}).empty(); };
    return scene(x, y, std::any_of(hidden.begin(), hidden.end(), under) ? secret : 1);
  };
}

const std::vector<Rect> kOddBoxes = {
    {17, 13, 29, 21}, {32, 48, 32, 16}, {100, 61, 31, 32}, {3, 80, 1, 1}};

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

// Pixels as a viewer computes them, or (plain) without smoothing colour across blocks.
enum class Upsampling { smooth, plain };

struct Pixels {
  Size size;
  std::size_t channels = 0;
  Bytes bytes;

  ByteView at(int x, int y) const {
    const auto pixel = static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
                       static_cast<std::size_t>(x);
    return ByteView(bytes).subspan(pixel * channels, channels);
  }
};

Pixels pixelsOf(const Bytes& file, Upsampling upsampling) {
  imaging::JpegReader reader(Limits{});
  EXPECT_TRUE(reader.open(file).ok());
  auto& jpeg = reader.jpeg();
  jpeg.do_fancy_upsampling = upsampling == Upsampling::smooth ? TRUE : FALSE;
  jpeg_start_decompress(&jpeg);
  Pixels pixels{{static_cast<int>(jpeg.output_width), static_cast<int>(jpeg.output_height)},
                static_cast<std::size_t>(jpeg.output_components),
                {}};
  pixels.bytes.resize(pixels.channels * jpeg.output_width * jpeg.output_height);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = pixels.bytes.data() + pixels.channels * jpeg.output_width * jpeg.output_scanline;
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_decompress(&jpeg);
  EXPECT_FALSE(reader.errors().complained());
  return pixels;
}

// The file without its later scans, properly ended.
Bytes firstScanOnly(Bytes file) {
  const Bytes scan = {0xFF, 0xDA};
  auto at = std::search(file.begin(), file.end(), scan.begin(), scan.end()) + 2;
  while (*at != 0xFF || *(at + 1) == 0)
    ++at;
  file.erase(at, file.end());
  file.insert(file.end(), {0xFF, 0xD9});
  return file;
}

int differences(const Pixels& a, const Pixels& b, const Rect& box) {
  int count = 0;
  for (int y = box.y; y < box.bottom(); ++y)
    for (int x = box.x; x < box.right(); ++x)
      count += sameBytes(a.at(x, y), b.at(x, y)) ? 0 : 1;
  return count;
}

} // namespace

TEST(CoverJpeg, HidesTheSameWayWhateverWasUnderTheBoxes) {
  const RedactOptions options{Orientation::normal, solidCovers(kOddBoxes)};
  for (const auto& [name, recipe] : everyKind()) {
    SCOPED_TRACE(name);
    const auto one = makeJpeg(recipe, sceneWith(kOddBoxes, 2));
    const auto other = makeJpeg(recipe, sceneWith(kOddBoxes, 3));
    const auto savedOne = covered(one, options), savedOther = covered(other, options);
    expectVerified(one, savedOne, options);
    expectVerified(other, savedOther, options);
    // What was hidden differed inside the boxes only, so the two files must be the same: nothing
    // that depends on it is left anywhere, not even in tables or lengths.
    EXPECT_EQ(savedOne, savedOther);
  }
}

TEST(CoverJpeg, MakesEachBoxOneDarkColour) {
  const RedactOptions options{Orientation::normal, solidCovers(kOddBoxes)};
  for (const auto& [name, recipe] : everyKind()) {
    SCOPED_TRACE(name);
    const auto saved = covered(makeJpeg(recipe, sceneWith({}, 0)), options);
    const auto picture = imaging::decodePicture(saved, {Orientation::normal, 65'500}, Limits{});
    ASSERT_TRUE(picture.ok());
    const auto view = picture.value().image.view();
    for (const auto& box : kOddBoxes)
      for (int y = box.y; y < std::min(box.bottom(), view.height); ++y)
        for (int x = box.x; x < std::min(box.right(), view.width); ++x)
          for (int c = 0; c < 3; ++c)
            ASSERT_LT(view.data[view.stride * static_cast<std::size_t>(y) +
                                static_cast<std::size_t>(3 * x + c)],
                      48)
                << x << " " << y;
  }
}

TEST(CoverJpeg, LeavesThePixelsOfUntouchedMcusAsTheyWere) {
  const RedactOptions options{Orientation::normal, solidCovers(kOddBoxes)};
  for (const auto& [name, recipe] : everyKind()) {
    SCOPED_TRACE(name);
    const auto original = makeJpeg(recipe, sceneWith({}, 0));
    const auto before = pixelsOf(original, Upsampling::plain);
    const auto after = pixelsOf(covered(original, options), Upsampling::plain);
    ASSERT_EQ(before.size, after.size);
    JpegCoefficients coefficients{Limits{}};
    ASSERT_TRUE(coefficients.open(original).ok());
    const auto grid = coefficients.grid();
    // The test's own idea of what may change: whole MCUs round the box and its smoothing reach.
    const auto mayChange = [&](int x, int y) {
      const Rect mcu = {x / grid.mcu.width * grid.mcu.width, y / grid.mcu.height * grid.mcu.height,
                        grid.mcu.width, grid.mcu.height};
      return std::any_of(kOddBoxes.begin(), kOddBoxes.end(), [&](const Rect& box) {
        return !intersection(mcu, grown(box, {4, 2}, before.size)).empty();
      });
    };
    int changed = 0;
    for (int y = 0; y < before.size.height; ++y)
      for (int x = 0; x < before.size.width; ++x)
        if (!mayChange(x, y))
          changed += differences(before, after, {x, y, 1, 1});
    EXPECT_EQ(changed, 0);
  }
}

TEST(CoverJpeg, KeepsTheProcess) {
  const RedactOptions options{Orientation::normal, solidCovers(kOddBoxes)};
  for (const auto& [name, recipe] : everyKind()) {
    SCOPED_TRACE(name);
    const auto saved = covered(makeJpeg(recipe, sceneWith({}, 0)), options);
    JpegCoefficients after{Limits{}};
    ASSERT_TRUE(after.open(saved).ok());
    EXPECT_EQ(after.jpeg().progressive_mode != FALSE, recipe.progressive);
    EXPECT_EQ(after.jpeg().arith_code != FALSE, recipe.arithmetic);
    EXPECT_EQ(after.jpeg().restart_interval, static_cast<unsigned>(recipe.restartInterval));
    EXPECT_EQ(after.component(0).h_samp_factor, recipe.horizontal);
    EXPECT_EQ(jpeg_has_multiple_scans(&after.jpeg()) != FALSE,
              recipe.progressive || recipe.separateScans);
    EXPECT_FALSE(after.errors().complained());
  }
}

TEST(CoverJpeg, WithoutBoxesKeepsEveryPixel) {
  for (const auto& [name, recipe] : everyKind()) {
    SCOPED_TRACE(name);
    const auto original = makeJpeg(recipe, sceneWith({}, 0));
    const auto saved = covered(original, {});
    EXPECT_EQ(pixelsOf(original, Upsampling::smooth).bytes,
              pixelsOf(saved, Upsampling::smooth).bytes);
    expectVerified(original, saved, {});
  }
}

TEST(CoverJpeg, CoversThePlaceAViewerShowsForEveryOrientation) {
  JpegRecipe recipe;
  recipe.size = {160, 96};
  const auto original = makeJpeg(recipe, [](int, int) { return Samples{250, 250, 250, 0}; });
  for (int tag = 1; tag <= 8; ++tag) {
    SCOPED_TRACE(tag);
    const auto orientation = orientationFrom(tag);
    const auto upright = uprightSize(recipe.size, orientation);
    // Upright top right corner, on MCU edges however the picture is turned.
    const Rect box = {upright.width - 32, 0, 32, 16};
    const RedactOptions options{orientation, solidCovers({box})};
    const auto saved = covered(original, options);
    expectVerified(original, saved, options);
    const auto shown = imaging::decodePicture(saved, {orientation, 65'500}, Limits{});
    ASSERT_TRUE(shown.ok());
    const auto view = shown.value().image.view();
    int wrong = 0;
    for (int y = 0; y < view.height; ++y)
      for (int x = 0; x < view.width; ++x) {
        const bool dark =
            view.data[view.stride * static_cast<std::size_t>(y) + static_cast<std::size_t>(3 * x)] <
            128;
        wrong += dark == !intersection(box, {x, y, 1, 1}).empty() ? 0 : 1;
      }
    EXPECT_EQ(wrong, 0);
  }
}

TEST(CoverJpeg, CoversWithSixteenBitQuantisationTables) {
  // T.81, B.2.4.1: two bytes a step. A DC step of 3,000 cannot say "dark": grey, but uniform.
  auto file = makeJpeg(sampled(1, 1), sceneWith({}, 0));
  const Bytes start = {0xFF, 0xDB, 0x00, 0x43, 0x00};
  const auto at = std::search(file.begin(), file.end(), start.begin(), start.end());
  ASSERT_NE(at, file.end());
  Bytes table = {0xFF, 0xDB, 0x00, 0x83, 0x10, 0x0B, 0xB8};
  for (int i = 1; i < 64; ++i)
    table.insert(table.end(), {0x00, 0x10});
  const auto place = file.erase(at, at + 69);
  file.insert(place, table.begin(), table.end());
  const RedactOptions options{Orientation::normal, solidCovers(kOddBoxes)};
  expectVerified(file, covered(file, options), options);
}

// Found by fuzzing: read beyond the four tables there are.
TEST(CoverJpeg, RefusesAnUnknownTableOfAComponentThatComesInNoScan) {
  JpegRecipe recipe;
  recipe.separateScans = true;
  auto file = firstScanOnly(makeJpeg(recipe, sceneWith({}, 0)));
  const Bytes frame = {0xFF, 0xC0, 0x00, 0x11, 0x08};
  const auto at = std::search(file.begin(), file.end(), frame.begin(), frame.end());
  ASSERT_NE(at, file.end());
  // T.81, B.2.2: behind size and count three bytes a component, of which the last is the table.
  *(at + 10 + 3 * 2 + 2) = 0xFF;
  const auto result = coverRegions(file, {Orientation::normal, solidCovers(kOddBoxes)}, Limits{});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::malformed);
}

// Found by fuzzing: there are sixteen tables of arithmetic coding, and four of Huffman codes.
TEST(CoverJpeg, CoversWithHighTableNumbersOfArithmeticCoding) {
  JpegRecipe recipe;
  recipe.colours = Colours::grey;
  recipe.arithmetic = true;
  auto file = makeJpeg(recipe, sceneWith({}, 0));
  const Bytes scan = {0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00};
  const auto at = std::search(file.begin(), file.end(), scan.begin(), scan.end());
  ASSERT_NE(at, file.end());
  *(at + 6) = 0xFF; // T.81, B.2.3: DC and AC table 15, of the same default conditioning
  const RedactOptions options{Orientation::normal, solidCovers(kOddBoxes)};
  expectVerified(file, covered(file, options), options);
}

TEST(CoverJpeg, DropsMetadata) {
  auto file = makeJpeg({}, sceneWith({}, 0));
  const std::string_view secret = "\xFF\xFE\x00\x0Bin ward 7";
  const std::string_view comment(secret.data(), 13);
  file.insert(file.begin() + 2, comment.begin(), comment.end());
  const auto saved = covered(file, {Orientation::normal, solidCovers(kOddBoxes)});
  const std::string_view text = "ward 7";
  EXPECT_NE(std::search(file.begin(), file.end(), text.begin(), text.end()), file.end());
  EXPECT_EQ(std::search(saved.begin(), saved.end(), text.begin(), text.end()), saved.end());
}

TEST(VerifyJpeg, RefusesAPictureThatIsNotCovered) {
  const RedactOptions options{Orientation::normal, solidCovers(kOddBoxes)};
  for (const auto& [name, recipe] : everyKind()) {
    SCOPED_TRACE(name);
    const auto original = makeJpeg(recipe, sceneWith({}, 0));
    EXPECT_EQ(verdict(original, original, options), ErrorCode::leak);
    // One box forgotten, and one box in the wrong place.
    const RedactOptions fewer{Orientation::normal,
                              solidCovers({kOddBoxes.begin() + 1, kOddBoxes.end()})};
    EXPECT_EQ(verdict(original, covered(original, fewer), options), ErrorCode::leak);
    const auto saved = covered(original, options);
    EXPECT_EQ(verdict(original, saved, fewer), ErrorCode::leak);
  }
}

TEST(VerifyJpeg, RefusesASecretThatCameBack) {
  // The picture outside is right and the blocks are covered, but with what was under them.
  const auto recipe = sampled(2, 2);
  const RedactOptions options{Orientation::normal, solidCovers(kOddBoxes)};
  const auto original = makeJpeg(recipe, sceneWith(kOddBoxes, 2));
  const auto flat = makeJpeg(recipe, [](int x, int y) {
    return !intersection(kOddBoxes[0], {x, y, 1, 1}).empty() ? Samples{9, 9, 9, 0} : scene(x, y, 1);
  });
  EXPECT_EQ(verdict(original, flat, options), ErrorCode::leak);
}

TEST(VerifyJpeg, RefusesDetailBesideABoxInItsBlocks) {
  // One pixel is always one colour; what stands beside it in the block could still tell.
  const RedactOptions options{Orientation::normal, solidCovers({{20, 20, 1, 1}})};
  const auto original = makeJpeg(sampled(1, 1), sceneWith({}, 0));
  EXPECT_EQ(verdict(original, original, options), ErrorCode::leak);
}

TEST(VerifyJpeg, RefusesACoverThatViewersSmoothInto) {
  // Without its AC scans a progressive picture is smoothed from block to block (libjpeg's block
  // smoothing), so that a cover with the right coefficients is still not one colour.
  JpegRecipe recipe = sampled(1, 1);
  recipe.progressive = true;
  const RedactOptions options{Orientation::normal, solidCovers({{16, 16, 32, 32}})};
  const auto original = firstScanOnly(makeJpeg(recipe, sceneWith({}, 0)));
  const auto saved = covered(original, options);
  expectVerified(original, saved, options);
  EXPECT_EQ(verdict(original, firstScanOnly(saved), options), ErrorCode::leak);
}

TEST(VerifyJpeg, RefusesBytesHiddenInTheCodedPicture) {
  const RedactOptions options{Orientation::normal, solidCovers(kOddBoxes)};
  const auto original = makeJpeg(sampled(2, 2), sceneWith({}, 0));
  auto saved = covered(original, options);
  expectVerified(original, saved, options);
  saved.insert(saved.end() - 2, 100, 0x41);
  EXPECT_EQ(verdict(original, saved, options), ErrorCode::leak);
}

TEST(CoverJpeg, EndsInAFileOrAnErrorWhereverTheInputIsCut) {
  const RedactOptions options{Orientation::normal, solidCovers({{5, 5, 20, 20}})};
  for (const bool progressive : {false, true}) {
    JpegRecipe recipe;
    recipe.size = {40, 40};
    recipe.progressive = progressive;
    const auto file = makeJpeg(recipe, sceneWith({}, 0));
    for (std::size_t length = 0; length < file.size(); length += 7) {
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

TEST(CoverJpeg, SurvivesFlippedBytes) {
  const RedactOptions options{Orientation::normal, solidCovers({{5, 5, 20, 20}})};
  Limits limits;
  limits.maxPixels = 1'000'000;
  for (const bool progressive : {false, true}) {
    JpegRecipe recipe = sampled(2, 2);
    recipe.size = {40, 40};
    recipe.progressive = progressive;
    const auto good = makeJpeg(recipe, sceneWith({}, 0));
    int saved = 0;
    for (std::uint32_t round = 0; round < 1500; ++round) {
      auto file = good;
      for (std::uint32_t i = 0; i < 2; ++i)
        file[3 + noise(round, i, 3) % (file.size() - 3)] =
            static_cast<std::uint8_t>(noise(round, i, 4));
      const auto result = coverRegions(file, options, limits);
      if (!result.ok()) {
        EXPECT_NE(result.error().code, ErrorCode::internal) << round;
        continue;
      }
      ++saved;
      const auto status = verifyCovered(file, result.value(), options, limits);
      if (!status.ok()) {
        EXPECT_NE(status.error().code, ErrorCode::internal) << round;
      }
    }
    EXPECT_GT(saved, 100);
  }
}

TEST(CoverJpeg, KeepsToTheLimitsAndRefusesOtherFormats) {
  const auto file = makeJpeg({}, sceneWith({}, 0));
  Limits limits;
  limits.maxPixels = 64 * 48;
  EXPECT_TRUE(coverRegions(file, {}, limits).ok());
  limits.maxPixels -= 1;
  const auto refused = coverRegions(file, {}, limits);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::limit);
  const auto other = coverRegions(Bytes{'G', 'I', 'F'}, {}, Limits{});
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().code, ErrorCode::unsupported);
}

} // namespace photoscrub::redact
