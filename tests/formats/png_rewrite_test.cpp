// Rewriting keeps the picture and nothing else.
#include "formats/decoded.h"
#include "formats/exif_block.h"
#include "formats/format_checks.h"
#include "formats/png.h"
#include "formats/png_samples.h"
#include "support/png_bytes.h"

#include <libdeflate.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using photoscrub::testing::decodePng;
using namespace std::string_view_literals;

constexpr auto kSecret = "S3CRET patient 943 476 5919"sv;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

Bytes joined(const std::vector<Bytes>& parts) {
  Bytes all;
  for (const auto& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

/// An iCCP payload, packed the way libpng would not.
Bytes iccp(std::string_view profileName, const Bytes& profile, const Bytes& behind = {}) {
  auto* compressor = libdeflate_alloc_compressor(1);
  Bytes packed(profile.size() + 1000);
  packed.resize(libdeflate_zlib_compress(compressor, profile.data(), profile.size(), packed.data(),
                                         packed.size()));
  libdeflate_free_compressor(compressor);
  return joined({bytesOf(profileName), {0, 0}, packed, behind});
}

class PngProcess : public ::testing::TestWithParam<PngSample> {};
INSTANTIATE_TEST_SUITE_P(All, PngProcess, ::testing::ValuesIn(pngSamples()),
                         [](const auto& sample) { return sample.param.name; });

TEST_P(PngProcess, ShowsTheSamePixelsAfterwards) {
  const Bytes file = pictureOf(GetParam());
  const auto cleaned = rewriteChecked(Png(), withChunk(file, {"tEXt", bytesOf(kSecret)}));
  const auto before = decodePng(file);
  ASSERT_TRUE(before);
  EXPECT_EQ(decodePng(cleaned.bytes), before);
}

TEST_P(PngProcess, IsTheSameFileIfThereIsNothingToDrop) {
  const Bytes file = pictureOf(GetParam());
  EXPECT_EQ(rewriteChecked(Png(), file).bytes, file);
}

TEST_P(PngProcess, EveryCutIsHandled) {
  expectEveryCutIsHandled(Png(), pictureOf(GetParam()));
}

class PngCarrying : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Combinations, PngCarrying, ::testing::Range(0, 32));

TEST_P(PngCarrying, IsCleanWhateverIsKept) {
  const auto on = [](int bit) { return (GetParam() >> bit & 1) != 0; };
  const Bytes profile = cleanProfile();
  Bytes file = plainPng();
  if (on(0))
    file = withChunk(file, {"eXIf", cameraExif(6)});
  if (on(1))
    file = withChunk(file, {"iTXt", bytesOf("XML:com.adobe.xmp\0\0\0\0\0<x>S3CRET</x>"sv)});
  if (on(2))
    file = withChunk(file, {"iCCP", iccp("S3CRET", profile)});
  if (on(3))
    file = withChunk(file, {"tEXt", bytesOf("Comment\0S3CRET"sv)});
  if (on(4))
    file = joined({file, bytesOf(kSecret)});

  for (const bool keepExif : {false, true})
    for (const bool keepProfile : {false, true}) {
      Edits edits;
      if (keepExif)
        edits.exif = orientationBlock(Orientation::turned90);
      if (keepProfile)
        edits.colourProfile = profile;
      const auto cleaned = rewriteChecked(Png(), file, edits);
      ASSERT_FALSE(cleaned.bytes.empty());
      EXPECT_EQ(cleaned.document->orientation, on(0) ? Orientation::turned90 : Orientation::normal);
      EXPECT_EQ(cleaned.document->colourProfile, on(2) ? profile : Bytes{});
      EXPECT_EQ(cleaned.document->dropped.size(),
                std::size_t{on(0)} + on(1) + on(2) + on(3) + on(4)); // of iCCP, its name
      EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
      EXPECT_EQ(decodePng(cleaned.bytes)->pixels, decodePng(plainPng())->pixels);
    }
}

// ---------------------------------------------------------------- planted secrets

void expectNoSecret(const Bytes& file, const std::string& place) {
  SCOPED_TRACE(place);
  ASSERT_TRUE(holds(file, "S3CRET"));
  const auto cleaned = rewriteChecked(Png(), file);
  ASSERT_FALSE(cleaned.bytes.empty());
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
  EXPECT_FALSE(cleaned.document->dropped.empty()) << "removed without a word";
}

// All chunk types of the standard and its extensions, and some private ones, of a length that the
// rendering ones do not have.
const std::vector<std::string> kTypes = {
    "IHDR", "PLTE", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "mDCV", "cLLI", "tEXt",
    "zTXt", "iTXt", "bKGD", "hIST", "pHYs", "sPLT", "eXIf", "tIME", "acTL", "fcTL", "fdAT", "oFFs",
    "pCAL", "sCAL", "gIFg", "gIFt", "gIFx", "sTER", "dSIG", "caBX", "zxIf", "vpAg", "prVt", "CRIT",
};

TEST(PngSecrets, GoFromEveryChunkAtEveryPlace) {
  for (const Bytes& file : {plainPng(), palettePng(), animatedPng(3)}) {
    const auto chunks = splitPng(file);
    for (std::size_t at = 1; at < chunks.size(); ++at)
      for (const auto& type : kTypes) {
        const bool shown = (type == "PLTE" || type == "tRNS") && file == palettePng();
        if (!shown)
          expectNoSecret(joinPng(inserted(chunks, at, {type, bytesOf(kSecret)})),
                         type + " before chunk " + std::to_string(at));
      }
    if (::testing::Test::HasFailure())
      return;
  }
}

TEST(PngSecrets, GoFromChunksWithAWrongCrc) {
  const auto chunks = splitPng(plainPng());
  for (const auto& [type, size] : std::vector<std::pair<std::string, std::size_t>>{
           {"cHRM", 32}, {"pHYs", 9}, {"tRNS", 6}, {"bKGD", 6}, {"acTL", 8}, {"tEXt", 20}}) {
    Bytes payload(size);
    const auto text = bytesOf("S3CRET");
    std::copy(text.begin(), text.end(), payload.begin());
    Bytes file = pngSignature();
    for (std::size_t i = 0; i < chunks.size(); ++i)
      file = joined({file, pngChunk(chunks[i]), i == 0 ? pngChunk({type, payload}, 1) : Bytes{}});
    expectNoSecret(file, type);
  }
}

TEST(PngSecrets, GoFromThePaletteOfATrueColourPicture) {
  expectNoSecret(withChunk(plainPng(), {"PLTE", bytesOf("S3CRET S3CRET S3CRET.")}), "PLTE");
}

TEST(PngSecrets, GoFromTheProfilesNameAndFromBehindIt) {
  expectNoSecret(withChunk(plainPng(), {"iCCP", iccp("S3CRET", cleanProfile())}), "name");
  expectNoSecret(withChunk(plainPng(), {"iCCP", iccp("icc", cleanProfile(), bytesOf("S3CRET"))}),
                 "behind the packed profile");
  expectNoSecret(withChunk(plainPng(), {"iCCP", bytesOf("S3CRET\0\0garbage"sv)}), "damaged");
}

TEST(PngSecrets, GoFromImageDataThatNoViewerShows) {
  auto chunks = splitPng(plainPng());
  chunks = inserted(chunks, chunks.size() - 1, {"tIME", Bytes(7)});
  chunks = inserted(chunks, chunks.size() - 1, {"IDAT", bytesOf(kSecret)});
  const Bytes file = joinPng(chunks);
  expectNoSecret(file, "IDAT apart from the others");
  EXPECT_EQ(rewriteChecked(Png(), file).bytes, plainPng());
}

TEST(PngSecrets, GoFromInAndBehindIend) {
  auto chunks = splitPng(plainPng());
  chunks.back().payload = bytesOf(kSecret);
  expectNoSecret(joinPng(chunks), "in IEND");
  expectNoSecret(joined({plainPng(), bytesOf(kSecret)}), "behind IEND");
  expectNoSecret(joined({plainPng(), withChunk(plainPng(), {"tEXt", bytesOf(kSecret)})}),
                 "a second picture");
}

TEST(PngRewrite, RepairsTheCrcOfChunksThatThePictureNeeds) {
  for (const auto* type : {"IHDR", "PLTE", "IDAT"}) {
    Bytes file = pngSignature();
    for (const auto& chunk : splitPng(palettePng()))
      file = joined({file, pngChunk(chunk, chunk.type == type ? 7 : 0)});
    EXPECT_EQ(rewriteChecked(Png(), file).bytes, palettePng()) << type;
  }
}

TEST(PngRewrite, KeepsWhatRenderingNeeds) {
  // BT.2020 primaries, PQ, RGB, full range: a picture for HDR screens
  const Bytes file = withChunk(plainPng(), {"cICP", {9, 16, 0, 1}});
  EXPECT_EQ(rewriteChecked(Png(), file).bytes, file);
  EXPECT_EQ(rewriteChecked(Png(), withChunk(plainPng(), {"cICP", {9, 16, 7, 1}})).bytes,
            plainPng());
}

} // namespace
} // namespace photoscrub::formats
