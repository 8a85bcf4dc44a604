// What the parser lists: parts that go, metadata blocks, orientation, pages.
#include "formats/format_checks.h"
#include "formats/tiff.h"
#include "formats/tiff_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

std::unique_ptr<Document> parsed(const Bytes& file) {
  auto document = Tiff().parse(file, {});
  EXPECT_TRUE(document.ok());
  return document.ok() ? std::move(document).value() : nullptr;
}

Bytes withTag(const Bytes& file, const TiffTag& tag) {
  auto parts = splitTiff(file);
  setTag(parts.pages[0], tag);
  return joinTiff(parts);
}

TEST(TiffInventory, DescribesThePicture) {
  const Bytes file = plainTiff();
  const auto document = parsed(file);
  EXPECT_EQ(document->type, FileType::tiff);
  EXPECT_EQ(document->storedSize, (Size{37, 29}));
  EXPECT_EQ(document->orientation, Orientation::normal);
  EXPECT_TRUE(document->blocks.empty());
  EXPECT_TRUE(document->warnings.empty());
  EXPECT_TRUE(document->knownToExiv2);
  EXPECT_FALSE(document->animated);
  EXPECT_FALSE(document->cmyk);
  EXPECT_FALSE(parsed(tiffSample("bigTiff"))->knownToExiv2);
  EXPECT_TRUE(parsed(tiffSample("cmyk"))->cmyk);
}

TEST(TiffInventory, NamesWhatGoesAndWhereItIs) {
  struct Known {
    std::uint16_t tag;
    FindingKind kind;
    std::string_view where;
    bool byExiv2;
  };
  for (const auto& known :
       {Known{271, FindingKind::device, "Exif Make", true},
        Known{306, FindingKind::time, "Exif DateTime", true},
        Known{315, FindingKind::identity, "Exif Artist", true},
        Known{700, FindingKind::other, "XMP packet", true},
        Known{33550, FindingKind::location, "GeoTIFF data", false},
        Known{37724, FindingKind::hiddenImage, "Photoshop layers", false},
        Known{52545, FindingKind::provenance, "content credentials (C2PA)", false},
        Known{42113, FindingKind::other, "GDAL data", false},
        Known{65000, FindingKind::other, "private TIFF tag", false},
        Known{263, FindingKind::other, "TIFF tag that viewers do not need", false}})
    for (const auto* name : {"rgb", "bigTiff"}) {
      const Bytes file = withTag(tiffSample(name), asciiTag(known.tag, "S3CRET text"));
      const auto document = parsed(file);
      ASSERT_EQ(document->dropped.size(), 1u) << known.where;
      const auto& part = document->dropped[0];
      EXPECT_EQ(part.kind, known.kind) << known.where;
      EXPECT_EQ(part.where, known.where);
      EXPECT_EQ(part.describedByExiv2, known.byExiv2 && name == "rgb"sv) << known.where;
      EXPECT_TRUE(
          sameBytes(ByteView(file).subspan(part.offset, part.size), asBytes("S3CRET text\0"sv)));
    }
}

TEST(TiffInventory, RecordsMetadataBlocks) {
  for (const auto* name : {"rgb", "bigTiff"}) {
    auto parts = splitTiff(tiffSample(name));
    setTag(parts.pages[0], bytesTag(700, {'<', 'x', '/', '>', ' ', ' ', ' ', ' ', ' '}));
    setTag(parts.pages[0], bytesTag(33723, Bytes(11, 0x1C)));
    setTag(parts.pages[0], bytesTag(34377, Bytes(12, '8')));
    const auto document = parsed(joinTiff(parts));
    ASSERT_EQ(document->blocks.size(), 3u);
    EXPECT_EQ(document->blocks[0].syntax, MetadataBlock::Syntax::xmp);
    EXPECT_EQ(document->blocks[0].size, 9u);
    EXPECT_EQ(document->blocks[1].syntax, MetadataBlock::Syntax::iptc);
    EXPECT_EQ(document->blocks[1].size, 11u);
    EXPECT_EQ(document->blocks[2].size, 12u);
    for (const auto& block : document->blocks)
      EXPECT_EQ(block.seenByExiv2, name == "rgb"sv);
  }
}

TEST(TiffInventory, ReadsEveryOrientation) {
  for (const auto* name : {"rgb", "bigTiffBigEndian"})
    for (std::uint64_t value = 0; value < 12; ++value) {
      const auto parts = splitTiff(tiffSample(name));
      for (const auto type : std::vector<std::uint16_t>{3, 4}) {
        const auto document =
            parsed(withTag(tiffSample(name), numbersTag(parts, 274, type, {value})));
        EXPECT_EQ(static_cast<std::uint64_t>(document->orientation),
                  value >= 1 && value <= 8 ? value : 1);
      }
    }
}

TEST(TiffInventory, SaysThatThereAreFurtherPages) {
  const auto document = parsed(tiffSample("pages"));
  EXPECT_EQ(document->warnings, std::vector{"It has 3 pages; only the first was looked at."s});
  EXPECT_EQ(document->storedSize, (Size{37, 29}));
}

TEST(TiffInventory, TakesAProfileUpToTheLimit) {
  const Bytes file = withTag(plainTiff(), bytesTag(34675, Bytes(1000, 7)));
  Limits limits;
  limits.maxProfileBytes = 1000;
  EXPECT_EQ(Tiff().parse(file, limits).value()->colourProfile, Bytes(1000, 7));
  limits.maxProfileBytes = 999;
  const auto document = Tiff().parse(file, limits);
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(document.value()->colourProfile.empty());
  EXPECT_EQ(countDropped(*document.value(), FindingKind::other, "stray colour profile data"), 1);
}

} // namespace
} // namespace photoscrub::formats
