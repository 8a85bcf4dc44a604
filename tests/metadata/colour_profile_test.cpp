#include "formats/icc_profile.h"
#include "metadata/colour_profile.h"
#include "metadata/icc_samples.h"
#include "metadata/known_colour_spaces.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace photoscrub::metadata {
namespace {

using namespace testing;

bool contains(ByteView bytes, std::string_view text) {
  return asText(bytes).find(text) != std::string_view::npos;
}

CleanProfile cleaned(const Bytes& icc) {
  auto clean = cleanProfile(icc, {});
  EXPECT_TRUE(clean.ok()) << (clean.ok() ? "" : clean.error().describe(true));
  return clean.ok() ? clean.value() : CleanProfile{};
}

TEST(ColourProfile, RecognisesStandardSpacesByTheirNumbers) {
  for (const RgbSample& sample : rgbSamples()) {
    const CleanProfile clean = cleaned(rgbProfile(sample));
    EXPECT_EQ(clean.name, sample.expectedName);
    EXPECT_EQ(clean.canonical, clean.name != formats::kRebuiltRgb) << sample.expectedName;
    EXPECT_TRUE(clean.hadText);
  }
}

TEST(ColourProfile, RecognisesGreyCurves) {
  EXPECT_EQ(cleaned(greyProfile(2.2)).name, "grey gamma 2.2");
  EXPECT_EQ(cleaned(greyProfile(1.8)).name, "grey gamma 1.8");
  EXPECT_EQ(cleaned(greyProfile(1.5)).name, formats::kRebuiltGrey);
}

TEST(ColourProfile, GivesTheSameBytesForTheSameSpace) {
  const RgbSample srgb = rgbSamples().front();
  RgbSample other = srgb;
  other.description = "another maker's name for it";
  other.version = 2.1;
  EXPECT_EQ(cleaned(rgbProfile(srgb)).profile, cleaned(rgbProfile(other)).profile);
}

TEST(ColourProfile, MovesColoursOfStandardSpacesByLessThanOneStep) {
  for (const RgbSample& sample : rgbSamples()) {
    const Bytes before = rgbProfile(sample);
    EXPECT_LE(largestRgbChange(before, cleaned(before).profile), 1.0 / 255) << sample.expectedName;
  }
}

TEST(ColourProfile, LeavesColoursOfRebuiltProfilesAlone) {
  RgbSample odd = rgbSamples().front();
  odd.gamma = 1.95;
  for (const Bytes& before : {rgbProfile(odd), cmykLutProfile(4.2), cmykLutProfile(2.1),
                              rgbLutProfile(4.2), rgbLutProfile(2.1), greyProfile(1.5)}) {
    const CleanProfile clean = cleaned(before);
    EXPECT_FALSE(clean.canonical);
    EXPECT_EQ(labOfGrid(before), labOfGrid(clean.profile)) << clean.name;
  }
}

TEST(ColourProfile, LosesTextsDatesAndIds) {
  for (const Bytes& before : {rgbProfile(rgbSamples().front()), cmykLutProfile(4.2),
                              rgbLutProfile(2.1), greyProfile(1.5)}) {
    ASSERT_TRUE(contains(before, "S3CR") ||
                contains(before, std::string_view("\0S\0003\0C\0R", 8)));
    const CleanProfile clean = cleaned(before);
    EXPECT_FALSE(contains(clean.profile, "S3CR"));
    EXPECT_FALSE(contains(clean.profile, std::string_view("\0S\0003\0C\0R", 8)));
    EXPECT_FALSE(contains(clean.profile, "lcms"));
    EXPECT_TRUE(std::all_of(clean.profile.begin() + 24, clean.profile.begin() + 36,
                            [](std::uint8_t byte) { return byte == 0; }));
    EXPECT_TRUE(clean.hadText);
  }
}

TEST(ColourProfile, KeepsItsOwnOutputUnchanged) {
  for (const Bytes& before :
       {rgbProfile(rgbSamples().front()), cmykLutProfile(4.2), cmykLutProfile(2.1),
        rgbLutProfile(4.2), rgbLutProfile(2.1), greyProfile(1.5), greyProfile(2.2)}) {
    const CleanProfile once = cleaned(before);
    const CleanProfile twice = cleaned(once.profile);
    EXPECT_EQ(once.profile, twice.profile);
    EXPECT_EQ(once.name, twice.name);
    EXPECT_EQ(once.canonical, twice.canonical);
    EXPECT_FALSE(twice.hadText);
    EXPECT_TRUE(formats::checkCleanProfile(once.profile).ok());
  }
}

TEST(ColourProfile, WritesEveryStandardSpaceClean) {
  for (const RgbSpace& space : knownRgbSpaces())
    EXPECT_EQ(formats::cleanProfileName(canonicalProfile(space)).value(), space.name);
  for (const GreySpace& space : knownGreySpaces())
    EXPECT_EQ(formats::cleanProfileName(canonicalProfile(space)).value(), space.name);
}

TEST(ColourProfile, HasAdobeRgbReady) {
  EXPECT_EQ(formats::cleanProfileName(adobeRgbProfile()).value(), "Adobe RGB (1998)");
}

TEST(ColourProfile, RefusesDeviceLinks) {
  const auto clean = cleanProfile(deviceLinkProfile(), {});
  ASSERT_FALSE(clean.ok());
  EXPECT_EQ(clean.error().code, ErrorCode::unsupported);
}

TEST(ColourProfile, RefusesMoreThanTheLimit) {
  const Bytes icc = greyProfile(2.2);
  Limits limits;
  limits.maxProfileBytes = icc.size();
  EXPECT_TRUE(cleanProfile(icc, limits).ok());
  limits.maxProfileBytes = icc.size() - 1;
  const auto clean = cleanProfile(icc, limits);
  ASSERT_FALSE(clean.ok());
  EXPECT_EQ(clean.error().code, ErrorCode::limit);
}

TEST(ColourProfile, CutAnywhereIsAnError) {
  for (const Bytes& icc : {rgbProfile(rgbSamples().front()), rgbLutProfile(4.2)})
    for (std::size_t length = 0; length < icc.size(); length += length < 400 ? 1 : 97)
      EXPECT_FALSE(cleanProfile(ByteView(icc).first(length), {}).ok()) << length;
}

TEST(ColourProfile, WithAnyByteBrokenIsCleanOrAnError) {
  const Bytes icc = rgbProfile(rgbSamples().front());
  for (std::size_t at = 0; at < icc.size(); ++at) {
    Bytes broken = icc;
    broken[at] ^= 0x55;
    const auto clean = cleanProfile(broken, {});
    if (clean.ok()) {
      EXPECT_TRUE(formats::checkCleanProfile(clean.value().profile).ok()) << at;
    }
  }
}

} // namespace
} // namespace photoscrub::metadata
