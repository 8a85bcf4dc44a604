// The strict reading refuses whatever a clean file does not need.
#include "formats/exif_block.h"
#include "formats/format_checks.h"
#include "formats/jpeg.h"
#include "formats/jpeg_samples.h"
#include "support/exif_bytes.h"
#include "support/jpeg_bytes.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::string_view_literals;

constexpr std::uint8_t kDht = 0xC4, kSof0 = 0xC0, kSos = 0xDA, kDqt = 0xDB, kDri = 0xDD;

/// With everything a clean file may hold.
Bytes cleanFile(const Bytes& picture) {
  return rewriteChecked(Jpeg(), picture, {orientationBlock(Orientation::turned90), cleanProfile()})
      .bytes;
}

std::vector<Bytes> cleanFiles() {
  auto restarts = jpegSamples()[7];
  return {cleanFile(plainJpeg()), cleanFile(progressiveJpeg()), cleanFile(separateScansJpeg()),
          cleanFile(pictureOf(restarts))};
}

void expectRefused(const Bytes& file, const std::string& why) {
  EXPECT_NE(auditError(Jpeg(), file), std::nullopt) << why;
}

TEST(JpegAudit, GivesBackWhatTheFileHolds) {
  const Bytes file = cleanFile(plainJpeg());
  const auto clean = Jpeg().audit(file, {});
  ASSERT_TRUE(clean.ok());
  EXPECT_EQ(clean.value().storedSize, (Size{37, 29}));
  EXPECT_EQ(clean.value().orientation, Orientation::turned90);
  EXPECT_EQ(clean.value().colourProfile, cleanProfile());
}

TEST(JpegAudit, RefusesASegmentAtAnyPlace) {
  for (const Bytes& file : cleanFiles()) {
    const auto pieces = splitJpeg(file);
    for (std::size_t at = 0; at <= pieces.size(); ++at)
      for (int marker = 0xC0; marker <= 0xFE; ++marker) {
        if ((marker & 0xF8) == 0xD0)
          continue; // RSTn: part of the scan data
        expectRefused(
            joinJpeg(inserted(pieces, at, {static_cast<std::uint8_t>(marker), bytesOf("S3CRET")})),
            "marker " + std::to_string(marker) + " at " + std::to_string(at));
      }
  }
}

TEST(JpegAudit, RefusesAnySegmentTwice) {
  for (const Bytes& file : cleanFiles()) {
    const auto pieces = splitJpeg(file);
    for (std::size_t from = 0; from < pieces.size(); ++from)
      for (std::size_t to = 0; to <= pieces.size(); ++to) {
        const auto& piece = pieces[from];
        const bool progressiveScan = piece.marker == kSos && indexOf(pieces, 0xC2) < pieces.size();
        if (progressiveScan)
          continue; // may refine what another one coded
        // The same table again, after another one was in its slot, is a change like any other.
        const bool table = piece.marker == kDht || piece.marker == kDri;
        if (table && to > from + 1 && to < pieces.size())
          continue;
        expectRefused(joinJpeg(inserted(pieces, to, piece)),
                      std::to_string(from) + " again at " + std::to_string(to));
      }
  }
}

TEST(JpegAudit, RefusesALostSegment) {
  for (const Bytes& file : cleanFiles()) {
    const auto pieces = splitJpeg(file);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const auto marker = pieces[i].marker;
      const bool progressive = indexOf(pieces, 0xC2) < pieces.size();
      // What remains is a clean file, of another picture: comparePictures() is there for that.
      if (marker >= 0xE0 || marker == kDqt || marker == kDht || marker == kDri ||
          (progressive && marker == kSos))
        continue;
      auto fewer = pieces;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      const Bytes changed = joinJpeg(fewer);
      const auto saved = Jpeg().audit(changed, {});
      if (saved.ok()) {
        const auto document = Jpeg().parse(file, {});
        EXPECT_FALSE(comparePictures(*document.value(), saved.value()).ok()) << i;
      }
    }
  }
}

TEST(JpegAudit, RefusesBytesBetweenSegments) {
  for (const Bytes& file : cleanFiles()) {
    const auto pieces = splitJpeg(file);
    for (std::size_t at = 0; at <= pieces.size(); ++at)
      for (const Bytes& extra : {Bytes{0xFF}, Bytes{0}, Bytes{0xFF, 0x01}, Bytes{0xFF, 0xD8}}) {
        if (at > 0 && pieces[at - 1].marker == kSos && extra[0] == 0)
          continue; // scan data
        Bytes changed = {0xFF, 0xD8};
        for (std::size_t i = 0; i < pieces.size(); ++i) {
          if (i == at)
            changed = std::move(changed) + extra;
          changed = std::move(changed) + jpegSegment(pieces[i].marker, pieces[i].payload) +
                    pieces[i].entropy;
        }
        if (at == pieces.size())
          changed = std::move(changed) + extra;
        expectRefused(std::move(changed) + Bytes{0xFF, 0xD9}, "before piece " + std::to_string(at));
      }
  }
}

TEST(JpegAudit, RefusesBytesBehindTheEnd) {
  for (const Bytes& file : cleanFiles())
    for (const Bytes& extra : {Bytes{0}, Bytes{0xFF}, Bytes{0xFF, 0xD9}, file})
      expectRefused(Bytes(file) + extra, "trailer");
}

// Every bit of the segments that photoscrub writes itself, but for the numbers they are there for.
TEST(JpegAudit, RefusesAnyChangedBitOfItsOwnSegments) {
  auto adobe = jpegSamples()[2];
  for (const Bytes& picture : {plainJpeg(), pictureOf(adobe)}) {
    const Bytes file = cleanFile(picture);
    const auto pieces = splitJpeg(file);
    std::size_t at = 2;
    for (const auto& piece : pieces) {
      const auto begin = at;
      at += 4 + piece.payload.size() + piece.entropy.size();
      if (piece.marker != 0xE0 && piece.marker != 0xE1 && piece.marker != 0xEE)
        continue;
      for (std::size_t i = begin; i < at; ++i)
        for (int bit = 0; bit < 8; ++bit) {
          const auto payloadIndex = i - begin - 4;
          const bool density = piece.marker == 0xE0 && payloadIndex >= 7 && payloadIndex <= 11;
          const bool orientation = piece.marker == 0xE1 && payloadIndex == 6 + 8 + 2 + 9;
          const bool transform = piece.marker == 0xEE && payloadIndex == 11;
          if (i >= begin + 4 && (density || orientation || transform))
            continue;
          Bytes changed = file;
          changed[i] = static_cast<std::uint8_t>(changed[i] ^ (1 << bit));
          expectRefused(changed, "byte " + std::to_string(i) + " bit " + std::to_string(bit));
        }
    }
  }
}

TEST(JpegAudit, RefusesOtherFormsOfItsOwnSegments) {
  const auto profile = cleanProfile();
  const auto with = [](std::uint8_t marker, const Bytes& payload) {
    auto pieces = splitJpeg(rewriteChecked(Jpeg(), plainJpeg()).bytes);
    if (marker == 0xE0)
      pieces.erase(pieces.begin());
    return joinJpeg(inserted(pieces, marker == 0xE0 ? 0 : 1, {marker, payload}));
  };
  EXPECT_EQ(auditError(Jpeg(), with(0xE0, bytesOf("JFIF\0\1\1\0\0\1\0\1\0\0"sv))), std::nullopt);
  expectRefused(with(0xE0, bytesOf("JFIF\0\1\2\0\0\1\0\1\0\0"sv)), "version");
  expectRefused(with(0xE0, bytesOf("JFIF\0\1\1\3\0\1\0\1\0\0"sv)), "unit");
  expectRefused(with(0xE0, bytesOf("JFIF\0\1\1\0\0\1\0\1\1\1abc"sv)), "thumbnail");
  expectRefused(with(0xE0, bytesOf("JFXX\0\x10"sv)), "extension");
  expectRefused(with(0xE1, bytesOf("http://ns.adobe.com/xap/1.0/\0<x/>"sv)), "XMP");
  expectRefused(with(0xE1, bytesOf("Exif\0\0"sv)), "empty Exif");
  expectRefused(with(0xE1, bytesOf("Exif\0\0"sv) + cameraExif(6)), "camera Exif");
  expectRefused(with(0xE2, bytesOf("ICC_PROFILE\0\1\1"sv)), "empty profile");
  expectRefused(with(0xE2, bytesOf("ICC_PROFILE\0\1\2"sv) + profile), "missing chunk");
  expectRefused(with(0xE2, bytesOf("ICC_PROFILE\0\2\1"sv) + profile), "chunk number");
  expectRefused(with(0xE2, bytesOf("ICC_PROFILE\0\1\1"sv) + profile + Bytes{0}), "longer profile");
  expectRefused(with(0xE2, bytesOf("MPF\0"sv)), "MPF");
  expectRefused(with(0xEE, bytesOf("Adobe\0\x64\0\0\0\0\2"sv)), "transform of another picture");
  expectRefused(with(0xEE, bytesOf("Adobe\0\x64\0\0\0\0\0x"sv)), "longer Adobe flag");
  expectRefused(with(0xEE, bytesOf("Adobe\0\x65\0\0\0\0\0"sv)), "Adobe version");
}

TEST(JpegAudit, RefusesOtherOrders) {
  const Bytes file = cleanFile(plainJpeg());
  auto pieces = splitJpeg(file);
  for (std::size_t i = 0; i + 1 < 3; ++i) { // JFIF, Exif, profile
    auto swapped = pieces;
    std::swap(swapped[i], swapped[i + 1]);
    expectRefused(joinJpeg(swapped), "header piece " + std::to_string(i));
  }
}

TEST(JpegAudit, RefusesTablesThatNoScanReads) {
  Bytes quant(65, 1);
  quant[0] = 3;
  const Bytes huffman = Bytes{0x03} + Bytes(15) + Bytes{1, 7};
  for (const Bytes& file : cleanFiles()) {
    const auto pieces = splitJpeg(file);
    for (std::size_t at = 0; at <= pieces.size(); ++at) {
      expectRefused(joinJpeg(inserted(pieces, at, {kDqt, quant})), "DQT");
      expectRefused(joinJpeg(inserted(pieces, at, {kDht, huffman})), "DHT");
      expectRefused(joinJpeg(inserted(pieces, at, {0xCC, {0x0F, 1}})), "DAC");
      expectRefused(joinJpeg(inserted(pieces, at, {kDqt, {}})), "empty DQT");
    }
    auto merged = pieces;
    auto& table = merged[indexOf(merged, kDqt)].payload;
    table = std::move(table) + quant;
    expectRefused(joinJpeg(merged), "two tables in a segment");
  }
}

TEST(JpegAudit, RefusesAScanThatCodesAgain) {
  auto pieces = splitJpeg(cleanFile(plainJpeg()));
  auto hidden = pieces[indexOf(pieces, kSos)];
  hidden.entropy = bytesOf("S3CRET");
  pieces.push_back(hidden);
  expectRefused(joinJpeg(pieces), "second scan");
}

TEST(JpegAudit, RefusesIntervalsWithoutEffect) {
  const auto pieces = splitJpeg(cleanFile(plainJpeg()));
  const auto scan = indexOf(pieces, kSos);
  expectRefused(joinJpeg(inserted(pieces, scan, {kDri, {0, 0}})), "zero");
  expectRefused(
      joinJpeg(inserted(inserted(pieces, scan, {kDri, {0, 5}}), scan, {kDri, {'S', '3'}})), "two");
  expectRefused(joinJpeg(inserted(pieces, pieces.size(), {kDri, {'S', '3'}})), "behind the scan");
}

TEST(JpegAudit, RefusesWhatIsOverTheLimits) {
  const Bytes file = cleanFile(progressiveJpeg());
  Limits limits;
  limits.maxSide = 37;
  limits.maxPixels = 37 * 29;
  limits.maxScans = 10;
  limits.maxProfileBytes = cleanProfile().size();
  EXPECT_EQ(auditError(Jpeg(), file, limits), std::nullopt);
  const auto refused = [&](auto change) {
    auto tighter = limits;
    change(tighter);
    return auditError(Jpeg(), file, tighter) != std::nullopt;
  };
  EXPECT_TRUE(refused([](Limits& l) { l.maxSide = 36; }));
  EXPECT_TRUE(refused([](Limits& l) { l.maxPixels = 37 * 29 - 1; }));
  EXPECT_TRUE(refused([](Limits& l) { l.maxScans = 9; }));
  EXPECT_TRUE(refused([](Limits& l) { --l.maxProfileBytes; }));
}

TEST(ComparePictures, SeesEveryChangedByteOfThePicture) {
  const Bytes file = rewriteChecked(Jpeg(), plainJpeg()).bytes;
  const auto document = Jpeg().parse(file, {});
  ASSERT_TRUE(document.ok());
  for (std::size_t at = 20; at < file.size(); ++at) { // behind JFIF
    Bytes changed = file;
    changed[at] ^= 1;
    const auto saved = Jpeg().audit(changed, {});
    EXPECT_FALSE(saved.ok() && comparePictures(*document.value(), saved.value()).ok()) << at;
  }
}

} // namespace
} // namespace photoscrub::formats
