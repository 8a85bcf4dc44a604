// What the parser lists: parts that go, metadata blocks, size.
#include "formats/format_checks.h"
#include "formats/jp2.h"
#include "formats/jp2_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

Bytes withBox(const BoxNode& box) {
  auto boxes = splitBoxes(jp2Clean("colour"));
  boxes.insert(boxes.begin() + 2, box);
  return joinBoxes(boxes);
}

TEST(Jp2Inventory, KnowsThePicture) {
  for (const auto& sample : jp2Samples()) {
    const auto document = Jp2().parse(sample.file, {});
    ASSERT_TRUE(document.ok()) << sample.name;
    EXPECT_EQ(document.value()->type, FileType::jpeg2000);
    EXPECT_EQ(document.value()->storedSize, (Size{24, 18}));
    EXPECT_EQ(document.value()->orientation, Orientation::normal);
    EXPECT_TRUE(document.value()->blocks.empty());
    EXPECT_FALSE(document.value()->animated);
  }
}

TEST(Jp2Inventory, NamesBoxesAndRecordsBlocks) {
  struct Known {
    BoxNode box;
    FindingKind kind;
    std::string where;
    std::optional<MetadataBlock::Syntax> syntax;
    std::size_t blockBegins = 16; // in the payload
  };
  const auto uuid = [](std::string_view type) {
    return BoxNode{"uuid", joined({textBytes(type), textBytes("S3CRET")})};
  };
  for (const auto& known :
       {Known{uuid("JpgTiffExif->JP2"), FindingKind::other, "Exif block",
              MetadataBlock::Syntax::exif},
        Known{uuid("\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC"),
              FindingKind::other, "XMP packet", MetadataBlock::Syntax::xmp},
        Known{uuid("\x33\xC7\xA4\xD2\xB8\x1D\x47\x23\xA0\xBA\xF1\xA3\xE0\x97\xAD\x38"),
              FindingKind::other, "IPTC block", MetadataBlock::Syntax::iptc},
        Known{uuid("\xB1\x4B\xF8\xBD\x08\x3D\x4B\x43\xA5\xAE\x8C\xD7\xD5\xA6\xCE\x03"),
              FindingKind::location, "map coordinates (GeoJP2)", std::nullopt},
        Known{uuid("S3CRET S3CRET S3"), FindingKind::other, "unknown box", std::nullopt},
        Known{{"xml ", textBytes("<x:xmpmeta S3CRET")},
              FindingKind::other,
              "XMP packet in an XML box",
              MetadataBlock::Syntax::xmp,
              0},
        Known{{"xml ", textBytes("<gml>")}, FindingKind::other, "XML box", std::nullopt},
        Known{{"jp2i", textBytes("S3CRET")}, FindingKind::identity, "box of rights", std::nullopt},
        Known{{"jumb", textBytes("S3CRET")},
              FindingKind::provenance,
              "JUMBF provenance block",
              std::nullopt}}) {
    const auto file = withBox(known.box);
    const auto document = Jp2().parse(file, {});
    ASSERT_TRUE(document.ok());
    EXPECT_EQ(countDropped(*document.value(), known.kind, known.where), 1) << known.where;
    ASSERT_EQ(document.value()->dropped.size(), 1u);
    EXPECT_EQ(document.value()->dropped[0].size, 8 + known.box.head.size());
    ASSERT_EQ(document.value()->blocks.size(), known.syntax ? 1u : 0u);
    if (known.syntax) {
      const auto& block = document.value()->blocks[0];
      EXPECT_EQ(block.syntax, *known.syntax);
      EXPECT_TRUE(sameBytes(ByteView(file).subspan(block.offset, block.size),
                            ByteView(known.box.head).subspan(known.blockBegins)));
      EXPECT_FALSE(block.seenByExiv2);
    }
  }
}

} // namespace
} // namespace photoscrub::formats
