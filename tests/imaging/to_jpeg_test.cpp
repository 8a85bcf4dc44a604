#include "base/sandbox.h"
#include "imaging/colour_profiles.h"
#include "imaging/decoding.h"
#include "imaging/to_jpeg.h"

#include <sys/wait.h>
#include <unistd.h>

namespace photoscrub::imaging {

namespace {

using namespace photoscrub::testing;

constexpr int kCodingNoise = 4;

Painter plain(Samples samples) {
  return [samples](int, int) { return samples; };
}

Bytes converted(const Bytes& file, const ToJpegOptions& options = {}) {
  auto result = toJpeg(file, options, Limits{});
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().describe(true));
  return result.ok() ? std::move(result).value() : Bytes{};
}

std::array<int, 3> middleOf(const Bytes& jpeg) {
  return rgbAt(decoded(jpeg), 32, 24);
}

ToJpegOptions with(Bytes profile) {
  ToJpegOptions options;
  options.colourProfile = std::move(profile);
  return options;
}

// Markers between the start of the image and its first scan.
std::vector<int> markersOf(const Bytes& jpeg) {
  std::vector<int> markers;
  for (std::size_t at = 2; at + 4 <= jpeg.size() && jpeg[at] == 0xFF;) {
    markers.push_back(jpeg[at + 1]);
    if (jpeg[at + 1] == 0xDA)
      break;
    at += 2u + (std::size_t{jpeg[at + 2]} << 8 | jpeg[at + 3]);
  }
  return markers;
}

} // namespace

TEST(ToJpeg, WritesABaselineJpegWithoutMetadata) {
  const Bytes jpeg = converted(makePng({}, landmarks));
  const auto markers = markersOf(jpeg);
  ASSERT_FALSE(markers.empty());
  EXPECT_EQ(markers.front(), 0xE0);
  EXPECT_EQ(markers.back(), 0xDA);
  for (std::size_t i = 1; i + 1 < markers.size(); ++i) // tables and a baseline frame
    EXPECT_TRUE(markers[i] == 0xDB || markers[i] == 0xC0 || markers[i] == 0xC4) << markers[i];
  EXPECT_EQ(asText(ByteView(jpeg).subspan(6, 4)), "JFIF");
  EXPECT_EQ(jpeg[4] << 8 | jpeg[5], 16); // and no thumbnail behind it
  EXPECT_EQ(jpeg[jpeg.size() - 2] << 8 | jpeg.back(), 0xFFD9);
}

TEST(ToJpeg, KeepsTheColourOfEveryPixelAtHighQuality) {
  const auto stripes = [](int x, int) {
    return x % 2 == 0 ? Samples{200, 40, 40, 255} : Samples{40, 60, 200, 255};
  };
  const Bytes file = makePng({}, stripes);
  expectNear(rgbAt(decoded(converted(file)), 20, 20), {200, 40, 40}, 16);
  ToJpegOptions small;
  small.quality = 75;
  const auto blended = rgbAt(decoded(converted(file, small)), 20, 20);
  EXPECT_LT(blended[0], 180); // halved colours run into each other
  EXPECT_LT(converted(file, small).size(), converted(file).size());
}

TEST(ToJpeg, TurnsThePictureUpright) {
  for (int tag = 1; tag <= 8; ++tag) {
    const auto orientation = orientationFrom(tag);
    PngRecipe recipe;
    recipe.size = {75, 48}; // more than a band, and no multiple of a tile
    const Bytes file = makePng(recipe, landmarks);
    ToJpegOptions options;
    options.orientation = orientation;
    const auto picture = decoded(converted(file, options));
    const auto wanted = decoded(file, {orientation, 65'500});
    ASSERT_EQ(picture.image.size(), wanted.image.size());
    for (const Point at : {Point{4, 4}, Point{40, 4}, Point{4, 44}, Point{40, 40}})
      expectNear(rgbAt(picture, at.x, at.y), rgbAt(wanted, at.x, at.y), kCodingNoise);
  }
}

TEST(ToJpeg, PutsTransparentPicturesOnWhite) {
  PngRecipe recipe;
  recipe.colourType = 6;
  expectNear(middleOf(converted(makePng(recipe, plain({200, 10, 10, 0})))), {255, 255, 255}, 1);
}

// The expected values were computed from the definitions of the colour spaces in floating point.
TEST(ToJpeg, TurnsProfilesIntoSrgb) {
  const Bytes file = makePng({}, plain({180, 120, 90, 0}));
  expectNear(middleOf(converted(file)), {180, 120, 90}, kCodingNoise);
  expectNear(middleOf(converted(file, with(displayP3Profile()))), {190, 117, 84}, kCodingNoise);
  expectNear(middleOf(converted(file, with(adobeRgbLikeProfile()))), {200, 121, 88}, kCodingNoise);
}

TEST(ToJpeg, TurnsGreyProfilesIntoSrgb) {
  PngRecipe recipe;
  recipe.colourType = 0;
  const Bytes file = makePng(recipe, plain({120, 0, 0, 0}));
  expectNear(middleOf(converted(file, with(greyProfile(1.8)))), {139, 139, 139}, kCodingNoise);
}

TEST(ToJpeg, TurnsInksIntoSrgbByTheirProfile) {
  // 40 % cyan, 10 % magenta, 20 % yellow, 25 % black; (1 - ink)(1 - black) is .45, .675, .6.
  const Samples inks{102, 26, 51, 64};
  const std::array<int, 3> wanted = {115, 172, 153};
  TiffRecipe tiff;
  tiff.photometric = 5;
  tiff.channels = 4;
  expectNear(middleOf(converted(makeTiff(tiff, plain(inks)), with(inkProfile()))), wanted, 6);
  JpegRecipe jpeg;
  jpeg.colours = Colours::cmykWithoutAdobe;
  jpeg.quality = 100;
  expectNear(middleOf(converted(makeJpeg(jpeg, plain(inks)), with(inkProfile()))), wanted, 6);
  const Samples inverted{153, 229, 204, 191}; // as Adobe's programs store the same
  for (const auto colours : {Colours::cmyk, Colours::ycck}) {
    jpeg.colours = colours;
    expectNear(middleOf(converted(makeJpeg(jpeg, plain(inverted)), with(inkProfile()))), wanted, 7);
  }
}

TEST(ToJpeg, TakesInksWithoutAProfileForPlainOnes) {
  JpegRecipe recipe;
  recipe.colours = Colours::cmyk;
  const Bytes file = makeJpeg(recipe, plain({250, 20, 40, 255}));
  expectNear(middleOf(converted(file)), {250, 20, 40}, 8);
}

TEST(ToJpeg, IgnoresAProfileThatDoesNotFitThePicture) {
  const Bytes file = makePng({}, plain({180, 120, 90, 0}));
  expectNear(middleOf(converted(file, with(greyProfile(1.8)))), {180, 120, 90}, kCodingNoise);
  expectNear(middleOf(converted(file, with(inkProfile()))), {180, 120, 90}, kCodingNoise);
}

TEST(ToJpeg, RefusesProfilesItCannotUse) {
  const Bytes file = makePng({}, plain({180, 120, 90, 0}));
  const auto broken = toJpeg(file, with({1, 2, 3}), Limits{});
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().code, ErrorCode::malformed);
  const auto strange = toJpeg(file, with(labProfile()), Limits{});
  ASSERT_FALSE(strange.ok());
  EXPECT_EQ(strange.error().code, ErrorCode::unsupported);
}

TEST(ToJpeg, ObeysTheColourNumbersOfHeic) {
  HeifRecipe recipe;
  recipe.allColours = true;
  const auto of = [&](int primaries, int transfer, Samples samples) {
    recipe.primaries = primaries;
    recipe.transfer = transfer;
    const Bytes file = makeHeif(recipe, plain(samples));
    return file.empty() ? std::array<int, 3>{-1, -1, -1} : middleOf(converted(file));
  };
  if (of(1, 13, {180, 120, 90, 0})[0] < 0)
    GTEST_SKIP() << "libheif has no HEVC encoder here";
  expectNear(of(1, 13, {180, 120, 90, 0}), {180, 120, 90}, 6);
  expectNear(of(12, 13, {180, 120, 90, 0}), {190, 117, 84}, 6);
  expectNear(of(9, 1, {180, 120, 90, 0}), {209, 110, 83}, 6);
}

TEST(ToJpeg, RollsHighDynamicRangeOff) {
  HeifRecipe recipe;
  recipe.transfer = 16;
  const auto light = [&](std::uint16_t code) {
    const Bytes file = makeHeif(recipe, plain({code, code, code, 0}));
    return file.empty() ? -1 : middleOf(converted(file))[1];
  };
  if (light(0) < 0)
    GTEST_SKIP() << "libheif has no HEVC encoder here";
  EXPECT_NEAR(light(0), 0, 3);
  EXPECT_NEAR(light(100), 107, 6); // 30 cd/m2
  EXPECT_NEAR(light(148), 233, 6); // reference white
  EXPECT_NEAR(light(200), 255, 1);
  recipe.transfer = 18;
  EXPECT_NEAR(light(191), 233, 6); // 75 % HLG is reference white too (BT.2408)
}

TEST(ToJpeg, TakesJpegXlColoursFromTheCodestream) {
  JxlRecipe recipe;
  recipe.displayP3 = true;
  for (const bool lossless : {true, false}) {
    recipe.lossless = lossless;
    const Bytes file = makeJxl(recipe, plain({180, 120, 90, 0}));
    expectNear(middleOf(converted(file)), {190, 117, 84}, 6);
  }
}

TEST(ToJpeg, KeepsToTheLimits) {
  const Bytes file = makePng({}, landmarks);
  Limits limits;
  limits.maxPixels = 64 * 48 - 1;
  const auto refused = toJpeg(file, {}, limits);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::limit);
}

TEST(ToJpeg, RefusesWhatCannotBeDecoded) {
  const Bytes text = {'h', 'e', 'l', 'l', 'o'};
  const auto refused = toJpeg(text, {}, Limits{});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
}

TEST(ToJpeg, WorksInTheSandboxOfAWorker) {
  const Bytes file = makePng({}, landmarks);
  const auto options = with(displayP3Profile());
  const pid_t child = ::fork();
  if (child == 0) {
    prepare();
    if (!enterWorkerSandbox().ok())
      ::_exit(1);
    ::_exit(toJpeg(file, options, Limits{}).ok() ? 0 : 2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

} // namespace photoscrub::imaging
