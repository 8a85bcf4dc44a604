// The strict reading refuses whatever a clean file does not need.
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
using namespace std::string_view_literals;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

std::vector<Bytes> cleanFiles() {
  std::vector<Bytes> files;
  for (const auto* name : {"paletteTransparent", "rgbTransparent", "rgb8", "greyAlpha16"})
    for (const auto& sample : pngSamples())
      if (sample.name == name)
        files.push_back(rewriteChecked(Png(), pictureOf(sample),
                                       {orientationBlock(Orientation::turned90), cleanProfile()})
                            .bytes);
  return files;
}

void expectRefused(const Bytes& file, const std::string& why) {
  EXPECT_NE(auditError(Png(), file), std::nullopt) << why;
}

TEST(PngAudit, GivesBackWhatTheFileHolds) {
  const Bytes file = cleanFiles()[2];
  const auto clean = Png().audit(file, {});
  ASSERT_TRUE(clean.ok());
  EXPECT_EQ(clean.value().storedSize, (Size{19, 13}));
  EXPECT_EQ(clean.value().orientation, Orientation::turned90);
  EXPECT_EQ(clean.value().colourProfile, cleanProfile());
}

TEST(PngAudit, RefusesAChunkAtAnyPlace) {
  for (const Bytes& file : cleanFiles()) {
    const auto chunks = splitPng(file);
    for (std::size_t at = 0; at <= chunks.size(); ++at)
      for (const auto* type : {"IHDR", "IEND", "PLTE", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT",
                               "sRGB", "cICP", "mDCV", "tEXt", "zTXt", "iTXt", "bKGD", "hIST",
                               "pHYs", "sPLT", "eXIf", "tIME", "acTL", "fcTL", "fdAT", "prVt"})
        expectRefused(joinPng(inserted(chunks, at, {type, bytesOf("S3CRET12")})),
                      std::string(type) + " at " + std::to_string(at));
  }
}

TEST(PngAudit, RefusesAnyChunkTwice) {
  for (const Bytes& file : cleanFiles()) {
    const auto chunks = splitPng(file);
    for (std::size_t from = 0; from < chunks.size(); ++from)
      for (std::size_t to = 0; to <= chunks.size(); ++to) {
        const bool moreData = chunks[from].type == "IDAT" && (to == from || to == from + 1);
        if (moreData)
          continue; // other picture data: comparePictures() is there for that
        expectRefused(joinPng(inserted(chunks, to, chunks[from])),
                      chunks[from].type + " again at " + std::to_string(to));
      }
  }
}

TEST(PngAudit, RefusesRenderingChunksOutOfPlace) {
  for (const Bytes& file : cleanFiles()) {
    const auto chunks = splitPng(file);
    for (std::size_t i = 1; i + 1 < chunks.size(); ++i) {
      if (chunks[i].type == "IDAT")
        continue;
      auto moved = chunks;
      moved.erase(moved.begin() + static_cast<std::ptrdiff_t>(i));
      expectRefused(joinPng(inserted(moved, moved.size() - 1, chunks[i])),
                    chunks[i].type + " behind the picture");
    }
  }
}

// Every bit: of the signature, lengths, types and CRCs by themselves; of payloads by the CRC.
TEST(PngAudit, RefusesAnyChangedBit) {
  for (const Bytes& file : cleanFiles())
    for (std::size_t at = 0; at < file.size(); ++at)
      for (int bit = 0; bit < 8; ++bit) {
        Bytes changed = file;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1 << bit));
        expectRefused(changed, "byte " + std::to_string(at));
      }
}

TEST(PngAudit, RefusesBytesBehindTheEnd) {
  for (const Bytes& file : cleanFiles()) {
    Bytes longer = file;
    longer.push_back(0);
    expectRefused(longer, "one byte");
    auto chunks = splitPng(file);
    chunks.back().payload = {0};
    expectRefused(joinPng(chunks), "in IEND");
  }
}

TEST(PngAudit, RefusesProfilesPackedInAnotherWay) {
  const auto with = [](std::string_view name, int level, const Bytes& profile, const Bytes& tail) {
    auto* compressor = libdeflate_alloc_compressor(level);
    Bytes packed(profile.size() + 1000);
    packed.resize(libdeflate_zlib_compress(compressor, profile.data(), profile.size(),
                                           packed.data(), packed.size()));
    libdeflate_free_compressor(compressor);
    Bytes payload = bytesOf(name);
    payload.insert(payload.end(), 2, 0);
    payload.insert(payload.end(), packed.begin(), packed.end());
    payload.insert(payload.end(), tail.begin(), tail.end());
    return withChunk(plainPng(), {"iCCP", payload});
  };
  const auto profile = cleanProfile();
  EXPECT_EQ(auditError(Png(), with("ICC profile", 9, profile, {})), std::nullopt);
  expectRefused(with("sRGB", 9, profile, {}), "name");
  expectRefused(with("ICC profile", 1, profile, {}), "level");
  expectRefused(with("ICC profile", 9, profile, {0}), "byte behind");
  auto dated = profile;
  dated[25] = 20; // the date in the header
  expectRefused(with("ICC profile", 9, dated, {}), "profile that is not clean");
}

TEST(PngAudit, RefusesExifThatIsNotClean) {
  EXPECT_EQ(
      auditError(Png(), withChunk(plainPng(), {"eXIf", orientationBlock(Orientation::flipped)})),
      std::nullopt);
  expectRefused(withChunk(plainPng(), {"eXIf", cameraExif(6)}), "camera");
  expectRefused(withChunk(plainPng(), {"eXIf", {}}), "empty");
}

TEST(PngAudit, RefusesWhatIsOverTheLimits) {
  const Bytes file = cleanFiles()[2];
  Limits limits;
  limits.maxSide = 19;
  limits.maxPixels = 19 * 13;
  limits.maxProfileBytes = cleanProfile().size();
  EXPECT_EQ(auditError(Png(), file, limits), std::nullopt);
  auto tighter = limits;
  tighter.maxSide = 18;
  EXPECT_NE(auditError(Png(), file, tighter), std::nullopt);
  tighter = limits;
  tighter.maxPixels = 19 * 13 - 1;
  EXPECT_NE(auditError(Png(), file, tighter), std::nullopt);
  tighter = limits;
  --tighter.maxProfileBytes;
  EXPECT_NE(auditError(Png(), file, tighter), std::nullopt);
}

TEST(PngComparison, SeesEveryChangedByteOfThePicture) {
  const Bytes file = palettePng();
  const auto document = Png().parse(file, {});
  ASSERT_TRUE(document.ok());
  const auto chunks = splitPng(file);
  for (std::size_t i = 0; i < chunks.size(); ++i)
    for (std::size_t at = 0; at < chunks[i].payload.size(); ++at) {
      auto changed = chunks;
      changed[i].payload[at] ^= 1;
      const Bytes other = joinPng(changed);
      const auto saved = Png().audit(other, {});
      EXPECT_FALSE(saved.ok() && comparePictures(*document.value(), saved.value()).ok());
    }
}

} // namespace
} // namespace photoscrub::formats
