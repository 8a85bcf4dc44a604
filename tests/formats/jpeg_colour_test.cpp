// JFIF and Adobe segments: the copy is taken for the same colours as the original.
#include "formats/decoded.h"
#include "formats/format_checks.h"
#include "formats/jpeg.h"
#include "formats/jpeg_samples.h"
#include "support/jpeg_bytes.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using photoscrub::testing::decodeJpeg;
using namespace std::string_view_literals;

const Bytes kJfif = bytesOf("JFIF\0\1\1\0\0\1\0\1\0\0"sv);

Bytes adobe(int transform) {
  return bytesOf("Adobe\0\x64\0\0\0\0"sv) + Bytes{static_cast<std::uint8_t>(transform)};
}

/// The coded picture alone, its components renamed.
std::vector<JpegPiece> bare(const Bytes& file, std::string_view ids) {
  auto pieces = splitJpeg(file);
  std::erase_if(pieces, [](const JpegPiece& piece) { return piece.marker >= 0xE0; });
  for (auto& piece : pieces)
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (piece.marker == 0xC0)
        piece.payload[6 + 3 * i] = static_cast<std::uint8_t>(ids[i]);
      if (piece.marker == 0xDA)
        piece.payload[1 + 2 * i] = static_cast<std::uint8_t>(ids[i]);
    }
  return pieces;
}

struct ColourCase {
  std::string_view ids;
  bool jfif;
  int adobeTransform; ///< -1: no segment
};

TEST(JpegColours, AreReadAsBefore) {
  for (const auto& ids : {"\1\2\3"sv, "RGB"sv, "\0\1\2"sv, "rgb"sv, "\1"sv, "CMYK"sv, "\1\2\3\4"sv})
    for (const bool jfif : {false, true})
      for (const int transform : {-1, 0, 1, 2, 3, 83}) {
        SCOPED_TRACE(std::string(ids) + (jfif ? " JFIF " : " ") + std::to_string(transform));
        const auto samples = jpegSamples();
        const auto& sample = samples[ids.size() == 1 ? 0 : ids.size() == 3 ? 1 : 3];
        auto pieces = bare(pictureOf(sample), ids);
        if (transform >= 0)
          pieces = inserted(pieces, 0, {0xEE, adobe(transform)});
        if (jfif)
          pieces = inserted(pieces, 0, {0xE0, kJfif});
        const Bytes file = joinJpeg(pieces);
        const auto before = decodeJpeg(file);
        ASSERT_TRUE(before);
        const auto after = decodeJpeg(rewriteChecked(Jpeg(), file).bytes);
        ASSERT_TRUE(after);
        EXPECT_EQ(after->colourSpace, before->colourSpace);
        EXPECT_EQ(after->pixels, before->pixels);
      }
}

// Readers know the colours by the time of the first scan; a later segment says nothing any more.
TEST(JpegColours, DoNotChangeByWhatComesAfterTheFirstScan) {
  for (const auto& ids : {"\1\2\3"sv, "RGB"sv})
    for (const auto& [marker, payload] :
         std::vector<std::pair<std::uint8_t, Bytes>>{{0xE0, kJfif}, {0xEE, adobe(0)}}) {
      auto pieces = bare(plainJpeg(), ids);
      pieces.push_back({marker, payload});
      const Bytes file = joinJpeg(pieces);
      const auto cleaned = rewriteChecked(Jpeg(), file);
      EXPECT_EQ(decodeJpeg(cleaned.bytes)->pixels, decodeJpeg(file)->pixels);
      EXPECT_EQ(cleaned.document->dropped.size(), 1u);
    }
}

TEST(JpegColours, ProfileBehindTheFirstScanIsNone) {
  auto pieces = splitJpeg(plainJpeg());
  pieces.push_back({0xE2, bytesOf("ICC_PROFILE\0\1\1"sv) + cleanProfile()});
  const auto cleaned = rewriteChecked(Jpeg(), joinJpeg(pieces));
  EXPECT_TRUE(cleaned.document->colourProfile.empty());
  EXPECT_EQ(cleaned.document->dropped.size(), 1u);
}

TEST(JpegColours, ProfilePiecesArePutInOrder) {
  const auto profile = cleanProfile();
  const auto piece = [&](int number, std::size_t from, std::size_t size) {
    return JpegPiece{0xE2, bytesOf("ICC_PROFILE\0"sv) +
                               Bytes{static_cast<std::uint8_t>(number), 3} +
                               ByteView(profile).subspan(from, size)};
  };
  auto pieces = splitJpeg(plainJpeg());
  pieces = inserted(pieces, 0, piece(1, 0, 100));
  pieces = inserted(pieces, 0, piece(3, 150, profile.size() - 150));
  pieces = inserted(pieces, 0, piece(2, 100, 50));
  const Bytes file = joinJpeg(pieces);
  EXPECT_EQ(Jpeg().parse(file, {}).value()->colourProfile, profile);

  Limits limits;
  limits.maxProfileBytes = profile.size();
  EXPECT_EQ(Jpeg().parse(file, limits).value()->colourProfile, profile);
  --limits.maxProfileBytes;
  const auto document = Jpeg().parse(file, limits);
  EXPECT_TRUE(document.value()->colourProfile.empty());
  EXPECT_FALSE(document.value()->dropped.empty());

  pieces.erase(pieces.begin());
  const Bytes gap = joinJpeg(pieces);
  const auto incomplete = Jpeg().parse(gap, {});
  EXPECT_TRUE(incomplete.value()->colourProfile.empty());
  ASSERT_EQ(incomplete.value()->dropped.size(), 1u);
  EXPECT_EQ(incomplete.value()->dropped[0].where, "incomplete colour profile");
}

TEST(JpegColours, DensityIsKeptIfItMeansSomething) {
  const auto densityOf = [](const Bytes& jfif) {
    auto pieces = splitJpeg(plainJpeg());
    pieces[0] = {0xE0, jfif};
    const auto cleaned = splitJpeg(rewriteChecked(Jpeg(), joinJpeg(pieces)).bytes);
    return Bytes(cleaned[0].payload.begin() + 7, cleaned[0].payload.begin() + 12);
  };
  EXPECT_EQ(densityOf(bytesOf("JFIF\0\1\2\1\1\x2C\1\x2D\0\0"sv)), (Bytes{1, 1, 0x2C, 1, 0x2D}));
  EXPECT_EQ(densityOf(bytesOf("JFIF\0\1\2\3\1\x2C\1\x2D\0\0"sv)), (Bytes{0, 0, 1, 0, 1}));
  EXPECT_EQ(densityOf(bytesOf("JFIF\0\1\2\1\0\0\1\x2D\0\0"sv)), (Bytes{0, 0, 1, 0, 1}));
}

} // namespace
} // namespace photoscrub::formats
