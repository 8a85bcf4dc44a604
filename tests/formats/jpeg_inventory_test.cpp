// What the parser lists: parts that go, metadata blocks, orientation.
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

using Syntax = MetadataBlock::Syntax;

const Bytes kExif = bytesOf("Exif\0\0"sv);

std::unique_ptr<Document> parsed(const Bytes& file) {
  auto document = Jpeg().parse(file, {});
  EXPECT_TRUE(document.ok());
  return std::move(document).value();
}

Bytes withSegments(const std::vector<JpegPiece>& segments) {
  auto pieces = splitJpeg(plainJpeg());
  pieces.insert(pieces.begin() + 1, segments.begin(), segments.end()); // JFIF stays the first
  return joinJpeg(pieces);
}

TEST(JpegInventory, IsEmptyForAPictureAlone) {
  const Bytes file = plainJpeg();
  const auto document = parsed(file);
  EXPECT_TRUE(document->dropped.empty());
  EXPECT_TRUE(document->blocks.empty());
  EXPECT_EQ(document->type, FileType::jpeg);
  EXPECT_EQ(document->storedSize, (Size{37, 29}));
  EXPECT_EQ(document->orientation, Orientation::normal);
  EXPECT_FALSE(document->animated);
}

TEST(JpegInventory, NamesWhatGoesAndWhereItIs) {
  const Bytes comment = bytesOf("hello");
  const Bytes file = withSegments({{0xFE, comment}, {0xEC, bytesOf("Ducky\0\1")}});
  const auto document = parsed(file);
  ASSERT_EQ(document->dropped.size(), 2u);
  EXPECT_EQ(document->dropped[0].kind, FindingKind::comment);
  EXPECT_EQ(document->dropped[0].offset, 2u + 18);
  EXPECT_EQ(document->dropped[0].size, 4u + comment.size());
  EXPECT_EQ(document->dropped[1].kind, FindingKind::software);
  EXPECT_EQ(document->dropped[1].offset, 2u + 18 + 4 + comment.size());
}

TEST(JpegInventory, NeverShowsContent) {
  for (int marker = 0xE0; marker <= 0xFE; ++marker) {
    const Bytes file = withSegments({{static_cast<std::uint8_t>(marker), bytesOf("Qn9 77")}});
    const auto document = parsed(file);
    for (const auto& part : document->dropped)
      EXPECT_FALSE(holds(asBytes(part.where), "Qn9")) << part.where;
  }
}

TEST(JpegInventory, KnowsTheKindsOfWellKnownSegments) {
  struct Known {
    int marker;
    std::string_view begin;
    FindingKind kind;
  };
  for (const auto& known : {Known{0xE0, "JFXX\0"sv, FindingKind::thumbnail},
                            Known{0xE2, "MPF\0"sv, FindingKind::hiddenImage},
                            Known{0xEB, "JP\0\1"sv, FindingKind::provenance},
                            Known{0xEA, "UNICODE\0"sv, FindingKind::comment},
                            Known{0xE6, "GoPro\0"sv, FindingKind::device},
                            Known{0xE9, "whatever"sv, FindingKind::other}}) {
    const auto document =
        parsed(withSegments({{static_cast<std::uint8_t>(known.marker), bytesOf(known.begin)}}));
    ASSERT_EQ(document->dropped.size(), 1u);
    EXPECT_EQ(document->dropped[0].kind, known.kind) << known.begin;
  }
}

TEST(JpegInventory, RecordsEveryMetadataBlock) {
  const Bytes exif = cameraExif(3);
  const auto extended = bytesOf("http://ns.adobe.com/xmp/extension/\0"sv) + Bytes(40, 'x');
  const Bytes file = withSegments({{0xE1, kExif + exif},
                                   {0xE1, kExif + cameraExif(6)},
                                   {0xE1, bytesOf("http://ns.adobe.com/xap/1.0/\0<xmp/>"sv)},
                                   {0xE1, extended + bytesOf("<more/>")},
                                   {0xED, bytesOf("Photoshop 3.0\0"sv) + bytesOf("8BIM")}});
  const auto document = parsed(file);
  ASSERT_EQ(document->blocks.size(), 5u);
  const auto bytesAt = [&](std::size_t i) {
    const auto& block = document->blocks[i];
    return ByteView(file).subspan(block.offset, block.size);
  };
  EXPECT_EQ(document->blocks[0].syntax, Syntax::exif);
  EXPECT_TRUE(sameBytes(bytesAt(0), exif));
  EXPECT_TRUE(document->blocks[0].seenByExiv2);
  EXPECT_TRUE(sameBytes(bytesAt(1), cameraExif(6)));
  EXPECT_FALSE(document->blocks[1].seenByExiv2); // Exiv2 reads the first only
  EXPECT_EQ(document->blocks[2].syntax, Syntax::xmp);
  EXPECT_EQ(asText(bytesAt(2)), "<xmp/>");
  EXPECT_TRUE(document->blocks[2].seenByExiv2);
  EXPECT_EQ(asText(bytesAt(3)), "<more/>");
  EXPECT_FALSE(document->blocks[3].seenByExiv2);
  EXPECT_EQ(document->blocks[4].syntax, Syntax::iptc);
  EXPECT_EQ(asText(bytesAt(4)), "8BIM");
  EXPECT_EQ(document->orientation, Orientation::turned180);
}

// Exiv2 stops at the first scan.
TEST(JpegInventory, BlockBehindTheFirstScanIsNotSeenByExiv2) {
  auto pieces = splitJpeg(separateScansJpeg());
  pieces.push_back({0xE1, kExif + cameraExif(6)});
  const Bytes file = joinJpeg(pieces);
  const auto document = parsed(file);
  ASSERT_EQ(document->blocks.size(), 1u);
  EXPECT_FALSE(document->blocks[0].seenByExiv2);
  EXPECT_EQ(document->orientation, Orientation::normal);
}

TEST(JpegOrientation, ComesFromTheFirstReadableExifBlock) {
  const Bytes file = withSegments({{0xE1, kExif + bytesOf("garbage")},
                                   {0xE1, kExif + cameraExif(8)},
                                   {0xE1, kExif + cameraExif(3)}});
  EXPECT_EQ(parsed(file)->orientation, Orientation::turned270);
}

TEST(JpegOrientation, ItsOwnPlainBlockIsNothingToReport) {
  const Bytes plain = orientationBlock(Orientation::turned90);
  const auto document = parsed(withSegments({{0xE1, kExif + plain}}));
  EXPECT_TRUE(document->dropped.empty());
  EXPECT_EQ(document->orientation, Orientation::turned90);
  // A second one is.
  EXPECT_EQ(parsed(withSegments({{0xE1, kExif + plain}, {0xE1, kExif + plain}}))->dropped.size(),
            1u);
  EXPECT_EQ(parsed(withSegments({{0xE1, kExif + plain + Bytes{0}}}))->dropped.size(), 1u);
}

TEST(JpegInventory, KnowsDcfOptionFilesByTheirExif) {
  const Bytes exif = exifBlock(Endian::big, {textTag(0x010F, "maker")},
                               {textTag(0x9003, "2026:01:02 03:04:05")}, {textTag(0x0001, "R03")});
  EXPECT_TRUE(parsed(withSegments({{0xE1, kExif + exif}}))->adobeRgbByExif);
  EXPECT_FALSE(parsed(withSegments({{0xE1, kExif + cameraExif(1)}}))->adobeRgbByExif);
}

TEST(JpegInventory, ListsPartsInTheOrderOfTheFile) {
  auto pieces = splitJpeg(withSegments(
      {{0xFE, bytesOf("a")}, {0xE2, bytesOf("ICC_PROFILE\0\2\2half"sv)}, {0xE9, bytesOf("b")}}));
  pieces.push_back({0xFE, bytesOf("c")});
  const Bytes file = joinJpeg(pieces) + bytesOf("trailer");
  const auto document = parsed(file);
  EXPECT_EQ(document->dropped.size(), 5u);
  std::uint64_t last = 0;
  for (const auto& part : document->dropped) {
    EXPECT_GE(part.offset, last) << part.where;
    last = part.offset;
  }
}

} // namespace
} // namespace photoscrub::formats
