// Damaged, hostile and oversized files: an error or a clean file, nothing else.
#include "formats/decoded.h"
#include "formats/format_checks.h"
#include "formats/jpeg.h"
#include "formats/jpeg_samples.h"
#include "support/jpeg_bytes.h"

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::string_view_literals;

constexpr std::uint8_t kSof0 = 0xC0, kSos = 0xDA;

std::optional<ErrorCode> errorOf(const Bytes& file, const Limits& limits = {}) {
  return parseError(Jpeg(), file, limits);
}

/// The plain picture with its frame header changed.
Bytes withFrame(const std::function<void(JpegPiece&)>& change) {
  auto pieces = splitJpeg(plainJpeg());
  change(pieces[indexOf(pieces, kSof0)]);
  return joinJpeg(pieces);
}

TEST(JpegCorrupt, RefusesFilesWithoutAPicture) {
  EXPECT_EQ(errorOf({}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({0xFF}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({0xFF, 0xD8}), ErrorCode::malformed);
  EXPECT_EQ(errorOf({0xFF, 0xD8, 0xFF, 0xD9}), ErrorCode::malformed);
  EXPECT_EQ(errorOf(bytesOf("GIF89a")), ErrorCode::malformed);
  auto notOne = plainJpeg();
  notOne[0] = 0;
  EXPECT_EQ(errorOf(notOne), ErrorCode::malformed);
}

TEST(JpegCorrupt, RefusesASecondPictureInTheHeader) {
  const Bytes inner = plainJpeg();
  Bytes file = {0xFF, 0xD8};
  file = std::move(file) + inner;
  EXPECT_EQ(errorOf(file), ErrorCode::malformed);
}

TEST(JpegCorrupt, RefusesProcessesItCannotCheck) {
  for (const int marker : {0xC3, 0xC5, 0xC6, 0xC7, 0xCB, 0xCD, 0xCE, 0xCF})
    EXPECT_EQ(errorOf(withFrame(
                  [&](JpegPiece& frame) { frame.marker = static_cast<std::uint8_t>(marker); })),
              ErrorCode::unsupported)
        << marker;
  EXPECT_EQ(errorOf(withFrame([](JpegPiece& frame) { frame.payload[0] = 12; })),
            ErrorCode::unsupported);
  EXPECT_EQ(errorOf(withFrame([](JpegPiece& frame) { frame.payload[1] = frame.payload[2] = 0; })),
            ErrorCode::unsupported); // the height comes in a DNL segment
}

TEST(JpegCorrupt, RefusesBrokenHeaders) {
  const auto malformed = [](auto change) { return errorOf(withFrame(change)); };
  EXPECT_EQ(malformed([](JpegPiece& f) { f.payload[3] = f.payload[4] = 0; }),
            ErrorCode::malformed); // width
  EXPECT_EQ(malformed([](JpegPiece& f) { f.payload[5] = 5; }), ErrorCode::malformed);
  EXPECT_EQ(malformed([](JpegPiece& f) { f.payload[5] = 0; }), ErrorCode::malformed);
  EXPECT_EQ(malformed([](JpegPiece& f) { f.payload[7] = 0x51; }), ErrorCode::malformed);
  EXPECT_EQ(malformed([](JpegPiece& f) { f.payload[7] = 0x10; }), ErrorCode::malformed);
  EXPECT_EQ(malformed([](JpegPiece& f) { f.payload[8] = 4; }), ErrorCode::malformed);
  EXPECT_EQ(malformed([](JpegPiece& f) { f.payload.push_back(0); }), ErrorCode::malformed);
  EXPECT_EQ(malformed([](JpegPiece& f) { f.payload.resize(5); }), ErrorCode::truncated);

  const auto scan = [](auto change) {
    auto pieces = splitJpeg(plainJpeg());
    change(pieces[indexOf(pieces, kSos)].payload);
    return errorOf(joinJpeg(pieces));
  };
  EXPECT_EQ(scan([](Bytes& p) { p[0] = 0; }), ErrorCode::malformed);
  EXPECT_EQ(scan([](Bytes& p) { p[0] = 5; }), ErrorCode::malformed);
  EXPECT_EQ(scan([](Bytes& p) { p[1] = 77; }), ErrorCode::malformed);   // component
  EXPECT_EQ(scan([](Bytes& p) { p[2] = 0x40; }), ErrorCode::malformed); // table
  EXPECT_EQ(scan([](Bytes& p) { p[2] = 0x04; }), ErrorCode::malformed);
}

TEST(JpegCorrupt, RefusesBrokenTables) {
  const auto table = [](std::uint8_t marker, const Bytes& payload) {
    return errorOf(withSegment(plainJpeg(), marker, payload));
  };
  EXPECT_EQ(table(0xDB, Bytes(64)), ErrorCode::malformed);
  EXPECT_EQ(table(0xDB, Bytes{0x20} + Bytes(64)), ErrorCode::malformed);
  EXPECT_EQ(table(0xDB, Bytes{0x04} + Bytes(64)), ErrorCode::malformed);
  EXPECT_EQ(table(0xC4, Bytes{0x00} + Bytes(15)), ErrorCode::malformed);
  EXPECT_EQ(table(0xC4, Bytes{0x04} + Bytes(16)), ErrorCode::malformed);
  EXPECT_EQ(table(0xC4, Bytes{0x20} + Bytes(16)), ErrorCode::malformed);
  EXPECT_EQ(table(0xC4, Bytes{0x00} + Bytes(15, 17) + Bytes(300)), ErrorCode::malformed);
  EXPECT_EQ(table(0xC4, Bytes{0x00} + Bytes(16, 1) + Bytes(15)), ErrorCode::malformed);
  EXPECT_EQ(table(0xCC, {0x00}), ErrorCode::malformed);
  EXPECT_EQ(table(0xDD, {0}), ErrorCode::malformed);
  EXPECT_EQ(table(0xDD, {0, 1, 2}), ErrorCode::malformed);
}

TEST(JpegCorrupt, RefusesAScanWithoutItsQuantisationTable) {
  auto pieces = splitJpeg(plainJpeg());
  std::erase_if(pieces, [](const JpegPiece& piece) { return piece.marker == 0xDB; });
  EXPECT_EQ(errorOf(joinJpeg(pieces)), ErrorCode::malformed);
}

TEST(JpegCorrupt, PictureEndsWhereAPartBehindItIsBroken) {
  const Bytes plain = plainJpeg();
  const Bytes picture(plain.begin(), plain.end() - 2);
  for (const Bytes& tail : {Bytes{0xFF, 0xDB, 0, 1}, Bytes{0xFF, 0xDB, 0, 5, 1, 2, 3},
                            Bytes{0xFF, 0xFE, 0xFF, 0xFF, 1}, Bytes{0xFF, 0xDA, 0, 2}}) {
    const auto cleaned = rewriteChecked(Jpeg(), Bytes(picture) + tail);
    ASSERT_TRUE(cleaned.document);
    EXPECT_EQ(cleaned.document->dropped.size(), 1u);
    EXPECT_EQ(cleaned.bytes, rewriteChecked(Jpeg(), plain).bytes);
  }
}

TEST(JpegCorrupt, SkipsSegmentsOfImpossibleLengthAsViewersDo) {
  Bytes file = {0xFF, 0xD8, 0xFF, 0xE5, 0, 0};
  const Bytes plain = plainJpeg();
  file = std::move(file) + ByteView(plain).subspan(2);
  EXPECT_EQ(rewriteChecked(Jpeg(), file).bytes, rewriteChecked(Jpeg(), plain).bytes);
}

TEST(JpegLimits, HoldOnBothSides) {
  const Bytes file = progressiveJpeg(); // 37 x 29, ten scans
  const auto pieces = splitJpeg(file);
  Limits limits;
  limits.maxSide = 37;
  limits.maxPixels = 37 * 29;
  limits.maxScans = 10;
  limits.maxParts = static_cast<std::uint32_t>(pieces.size());
  EXPECT_EQ(errorOf(file, limits), std::nullopt);
  const auto tighter = [&](auto change) {
    auto changed = limits;
    change(changed);
    return errorOf(file, changed);
  };
  EXPECT_EQ(tighter([](Limits& l) { l.maxSide = 36; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { l.maxPixels = 37 * 29 - 1; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { l.maxScans = 9; }), ErrorCode::limit);
  EXPECT_EQ(tighter([](Limits& l) { --l.maxParts; }), ErrorCode::limit);
}

TEST(JpegCorrupt, ErrorsAreSentencesAndShowNoContent) {
  auto pieces = splitJpeg(plainJpeg());
  pieces = inserted(pieces, 0, {0xDB, bytesOf("S3CRET")});
  const Bytes file = joinJpeg(pieces);
  const auto result = Jpeg().parse(file, {});
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().describe(true).find("S3CRET"), std::string::npos);
  EXPECT_NE(result.error().message.find(' '), std::string::npos);
}

// ---------------------------------------------------------------- properties

void expectHandled(const Bytes& file) {
  const auto error = errorOf(file);
  if (error)
    RC_ASSERT(*error != ErrorCode::internal);
  else
    rewriteChecked(Jpeg(), file);
  RC_ASSERT(!::testing::Test::HasFailure());
}

TEST(JpegProperties, ChangedBytesGiveAnErrorOrACleanFile) {
  const std::vector<Bytes> files = {
      plainJpeg(), progressiveJpeg(), separateScansJpeg(),
      withSegment(plainJpeg(), 0xE1, bytesOf("Exif\0\0"sv) + cameraExif(5))};
  EXPECT_TRUE(rc::check([&] {
    Bytes file = *rc::gen::elementOf(files);
    const auto changes = *rc::gen::inRange(1, 8);
    for (int i = 0; i < changes; ++i)
      file[*rc::gen::inRange<std::size_t>(0, file.size())] = *rc::gen::arbitrary<std::uint8_t>();
    expectHandled(file);
  }));
}

TEST(JpegProperties, AnyMixOfSegmentsGivesAnErrorOrACleanFile) {
  std::vector<JpegPiece> stock = {
      {0xFE, bytesOf("S3CRET")},
      {0xE1, bytesOf("Exif\0\0"sv) + cameraExif(6)},
      {0xE2, bytesOf("ICC_PROFILE\0\1\1"sv) + cleanProfile()},
      {0xEE, bytesOf("Adobe\0\x64\0\0\0\0\2"sv)},
      {0xDD, {0, 3}},
      {0xDD, {0, 0}},
  };
  for (const Bytes& file : {plainJpeg(), progressiveJpeg(), separateScansJpeg()})
    for (auto& piece : splitJpeg(file))
      stock.push_back(std::move(piece));
  EXPECT_TRUE(rc::check([&] {
    const auto order = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, stock.size()));
    // A frame and a scan at least, so that many of the files are pictures.
    auto pieces = splitJpeg(*rc::gen::elementOf(
        std::vector<Bytes>{plainJpeg(), progressiveJpeg(), separateScansJpeg()}));
    for (const auto index : order) {
      const auto at = *rc::gen::inRange<std::size_t>(0, pieces.size() + 1);
      pieces = inserted(std::move(pieces), at, stock[index]);
    }
    const Bytes file = joinJpeg(pieces);
    expectHandled(file);
  }));
}

} // namespace
} // namespace photoscrub::formats
