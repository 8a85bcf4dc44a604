// Rewriting keeps the picture and nothing else.
#include "formats/decoded.h"
#include "formats/exif_block.h"
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

constexpr auto kSecret = "S3CRET patient 943 476 5919"sv;

class JpegProcess : public ::testing::TestWithParam<JpegSample> {};
INSTANTIATE_TEST_SUITE_P(All, JpegProcess, ::testing::ValuesIn(jpegSamples()),
                         [](const auto& sample) { return sample.param.name; });

TEST_P(JpegProcess, ShowsTheSamePixelsAfterwards) {
  const Bytes file = pictureOf(GetParam());
  const auto cleaned = rewriteChecked(Jpeg(), withSegment(file, 0xFE, bytesOf(kSecret)));
  const auto before = decodeJpeg(file);
  ASSERT_TRUE(before);
  EXPECT_EQ(before->warnings, 0);
  EXPECT_EQ(decodeJpeg(cleaned.bytes), before);
}

TEST_P(JpegProcess, KeepsScansByteForByte) {
  const Bytes file = pictureOf(GetParam());
  const auto cleaned = rewriteChecked(Jpeg(), file);
  ASSERT_FALSE(cleaned.bytes.empty());
  const auto scansOf = [](const Bytes& bytes) {
    std::vector<Bytes> scans;
    for (const auto& piece : splitJpeg(bytes))
      if (piece.marker == 0xDA)
        scans.push_back(piece.payload + piece.entropy);
    return scans;
  };
  EXPECT_EQ(scansOf(cleaned.bytes), scansOf(file));
}

TEST_P(JpegProcess, ShowsTheSamePixelsWhenCutShort) {
  const Bytes file = pictureOf(GetParam());
  for (const std::size_t percent : {60u, 80u, 95u}) {
    const auto length = static_cast<std::ptrdiff_t>(file.size() * percent / 100);
    const Bytes cut(file.begin(), file.begin() + length);
    const auto before = decodeJpeg(cut);
    if (!before || parseError(Jpeg(), cut))
      continue; // too little is left
    const auto after = decodeJpeg(rewriteChecked(Jpeg(), cut).bytes);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->pixels, before->pixels) << percent;
  }
}

TEST_P(JpegProcess, EveryCutIsHandled) {
  expectEveryCutIsHandled(Jpeg(), pictureOf(GetParam()));
}

// Each bit switches one thing on.
class JpegCarrying : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Combinations, JpegCarrying, ::testing::Range(0, 32));

TEST_P(JpegCarrying, IsCleanWhateverIsKept) {
  const auto on = [](int bit) { return (GetParam() >> bit & 1) != 0; };
  const Bytes picture = plainJpeg();
  const Bytes profile = cleanProfile();
  Bytes file = picture;
  if (on(0))
    file = withSegment(file, 0xE1, bytesOf("Exif\0\0"sv) + cameraExif(6));
  if (on(1))
    file = withSegment(file, 0xE1, bytesOf("http://ns.adobe.com/xap/1.0/\0<x>S3CRET</x>"sv));
  if (on(2))
    file = withSegment(file, 0xE2, bytesOf("ICC_PROFILE\0\1\1"sv) + profile);
  if (on(3))
    file = withSegment(file, 0xFE, bytesOf(kSecret));
  if (on(4))
    file = std::move(file) + asBytes(kSecret);

  for (const bool keepExif : {false, true})
    for (const bool keepProfile : {false, true}) {
      Edits edits;
      if (keepExif)
        edits.exif = orientationBlock(Orientation::turned90);
      if (keepProfile)
        edits.colourProfile = profile;
      const auto cleaned = rewriteChecked(Jpeg(), file, edits);
      ASSERT_FALSE(cleaned.bytes.empty());
      EXPECT_EQ(cleaned.document->orientation, on(0) ? Orientation::turned90 : Orientation::normal);
      EXPECT_EQ(cleaned.document->colourProfile, on(2) ? profile : Bytes{});
      EXPECT_EQ(cleaned.document->dropped.size(), std::size_t{on(0)} + on(1) + on(3) + on(4));
      EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
      EXPECT_EQ(decodeJpeg(cleaned.bytes)->pixels, decodeJpeg(picture)->pixels);
    }
}

TEST(JpegRewrite, CarriesALargeProfileInSeveralSegments) {
  Edits edits;
  edits.colourProfile = Bytes(200'000, 7); // rewrite() takes it as it is
  const Bytes file = plainJpeg();
  const auto document = Jpeg().parse(file, {});
  ASSERT_TRUE(document.ok());
  const auto assembly = Jpeg().rewrite(*document.value(), edits);
  ASSERT_TRUE(assembly.ok());
  const auto pieces = splitJpeg(assembly.value().joined());
  EXPECT_EQ(std::count_if(pieces.begin(), pieces.end(),
                          [](const JpegPiece& piece) { return piece.marker == 0xE2; }),
            4);
  const Bytes joined = assembly.value().joined();
  EXPECT_EQ(Jpeg().parse(joined, {}).value()->colourProfile, edits.colourProfile);
}

TEST(JpegRewrite, RefusesEditsThatDoNotFit) {
  const Bytes file = plainJpeg();
  const auto document = Jpeg().parse(file, {});
  ASSERT_TRUE(document.ok());
  const auto codeOf = [&](const Edits& edits) {
    const auto result = Jpeg().rewrite(*document.value(), edits);
    return result.ok() ? std::nullopt : std::optional(result.error().code);
  };
  EXPECT_EQ(codeOf({Bytes(65'527), {}}), std::nullopt);
  EXPECT_EQ(codeOf({Bytes(65'528), {}}), ErrorCode::limit);
  EXPECT_EQ(codeOf({{}, Bytes(255 * 65'519)}), std::nullopt);
  EXPECT_EQ(codeOf({{}, Bytes(255 * 65'519 + 1)}), ErrorCode::limit);
}

// ---------------------------------------------------------------- planted secrets

void expectNoSecret(const Bytes& file, const std::string& place) {
  SCOPED_TRACE(place);
  ASSERT_TRUE(holds(file, "S3CRET"));
  const auto cleaned = rewriteChecked(Jpeg(), file);
  ASSERT_FALSE(cleaned.bytes.empty());
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET"));
  EXPECT_FALSE(cleaned.document->dropped.empty()) << "removed without a word";
}

TEST(JpegSecrets, GoFromEverySegmentAtEveryPlace) {
  for (const Bytes& file : {plainJpeg(), progressiveJpeg(), separateScansJpeg()}) {
    const auto pieces = splitJpeg(file);
    for (std::size_t at = 0; at <= pieces.size(); ++at) {
      for (int marker = 0xE0; marker <= 0xFE; ++marker)
        expectNoSecret(
            joinJpeg(inserted(pieces, at, {static_cast<std::uint8_t>(marker), bytesOf(kSecret)})),
            "marker " + std::to_string(marker) + " before piece " + std::to_string(at));
      if (::testing::Test::HasFailure())
        return;
    }
  }
}

TEST(JpegSecrets, GoFromBehindEveryKnownSignature) {
  for (const auto& [marker, signature] : std::vector<std::pair<int, std::string_view>>{
           {0xE0, "JFXX\0\x10"sv},
           {0xE0, "JFIF\0"sv},
           {0xE1, "Exif\0\0"sv},
           {0xE1, "Exif\0\0MM\0*\0\0\0\x08"sv},
           {0xE1, "http://ns.adobe.com/xap/1.0/\0"sv},
           {0xE1, "http://ns.adobe.com/xmp/extension/\0"sv},
           {0xE2, "MPF\0"sv},
           {0xE2, "FPXR\0"sv},
           {0xE2, "ICC_PROFILE\0"sv},
           {0xE2, "ICC_PROFILE\0\1\2"sv},
           {0xE2, "ICC_PROFILE\0\0\1"sv},
           {0xEB, "JP\0\1"sv},
           {0xED, "Photoshop 3.0\0"sv},
           {0xEE, "Adobe\0\x64\0\0\0\0\1"sv}})
    expectNoSecret(withSegment(plainJpeg(), static_cast<std::uint8_t>(marker),
                               bytesOf(signature) + asBytes(kSecret)),
                   std::string(signature));
}

TEST(JpegSecrets, GoFromTheJfifThumbnailAndASecondJfif) {
  const Bytes jfif = bytesOf("JFIF\0\1\2\0\0\1\0\1\3\3"sv) + asBytes(kSecret);
  auto pieces = splitJpeg(plainJpeg());
  pieces[0] = {0xE0, jfif};
  expectNoSecret(joinJpeg(pieces), "thumbnail");
  expectNoSecret(joinJpeg(inserted(splitJpeg(plainJpeg()), 1, {0xE0, jfif})), "second JFIF");
}

TEST(JpegSecrets, GoFromBetweenSegments) {
  const auto pieces = splitJpeg(progressiveJpeg());
  for (std::size_t at = 0; at < pieces.size(); ++at) {
    if (at > 0 && pieces[at - 1].marker == 0xDA)
      continue; // part of the scan data as far as anybody can tell without decoding them
    Bytes file = {0xFF, 0xD8};
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      if (i == at)
        file = std::move(file) + asBytes(kSecret);
      file = std::move(file) + jpegSegment(pieces[i].marker, pieces[i].payload) + pieces[i].entropy;
    }
    expectNoSecret(std::move(file) + Bytes{0xFF, 0xD9}, "before piece " + std::to_string(at));
  }
}

TEST(JpegSecrets, GoFromBehindAMarkerWithinScanData) {
  for (const int code : {0x01, 0x02, 0xBF, 0xF0, 0xFD}) {
    Bytes file = plainJpeg();
    file.resize(file.size() - 2);
    file = std::move(file) + Bytes{0xFF, static_cast<std::uint8_t>(code)} + asBytes(kSecret);
    expectNoSecret(file, "up to the end, code " + std::to_string(code));
    expectNoSecret(std::move(file) + Bytes{0xFF, 0xD9}, "code " + std::to_string(code));
  }
}

TEST(JpegSecrets, GoFromBehindAReservedCodeAfterTheLastRestart) {
  auto sample = jpegSamples()[1];
  sample.recipe.restartInterval = 3;
  Bytes file = pictureOf(sample);
  file.resize(file.size() - 2);
  file = std::move(file) + Bytes{0xFF, 0x02} + asBytes(kSecret);
  expectNoSecret(file, "up to the end");
  expectNoSecret(std::move(file) + Bytes{0xFF, 0xD9}, "before EOI");
}

TEST(JpegSecrets, GoFromBehindTheEnd) {
  expectNoSecret(plainJpeg() + asBytes(kSecret), "text");
  const Bytes second = withSegment(plainJpeg(), 0xFE, bytesOf(kSecret));
  expectNoSecret(plainJpeg() + second, "second picture");
  Bytes withoutEnd = plainJpeg();
  withoutEnd.resize(withoutEnd.size() - 2);
  expectNoSecret(std::move(withoutEnd) + second, "second picture, no EOI before it");
}

} // namespace
} // namespace photoscrub::formats
