#include "metadata/metadata.h"

#include <gtest/gtest.h>

namespace photoscrub::metadata {
namespace {

using namespace std::string_view_literals;

/// A TIFF structure with a GPS directory, by hand: II, IFD0 with the GPS pointer, GPSLatitudeRef.
Bytes gpsBlock() {
  ByteWriter out(Endian::little);
  out.bytes(asBytes("II")).u16(42).u32(8);
  out.u16(1).u16(0x8825).u16(4).u32(1).u32(26).u32(0);
  out.u16(1).u16(1).u16(2).u32(2).bytes(asBytes("N\0\0\0"sv)).u32(0);
  return std::move(out).take();
}

constexpr std::string_view kPacket =
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    "<rdf:Description rdf:about='' xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/'"
    " xmlns:GDepth='http://ns.google.com/photos/1.0/depthmap/'"
    " photoshop:City='Leeds' GDepth:Data='AAAA'/></rdf:RDF></x:xmpmeta>";

/// One IPTC dataset: 2:25, Keywords, which may occur many times.
Bytes keywordDataset() {
  return {0x1C, 2, 25, 0, 5, 'L', 'e', 'e', 'd', 's'};
}

Bytes photoshopResources(ByteView datasets) {
  ByteWriter out;
  out.bytes(asBytes("Photoshop 3.0\0"sv));
  for (int i = 0; i < 2; ++i)
    out.bytes(asBytes("8BIM"))
        .u16(0x0404)
        .u16(0)
        .u32(static_cast<std::uint32_t>(datasets.size()))
        .bytes(datasets);
  return std::move(out).take();
}

TEST(ExifBlock, IsReadWithAndWithoutItsHeader) {
  Bytes withHeader{'E', 'x', 'i', 'f', 0, 0};
  const Bytes block = gpsBlock();
  withHeader.insert(withHeader.end(), block.begin(), block.end());
  for (const Bytes& bytes : {block, withHeader}) {
    const auto inventory = readExifBlock(bytes);
    ASSERT_TRUE(inventory.ok());
    ASSERT_EQ(inventory.value().findings.size(), 1u);
    EXPECT_EQ(inventory.value().findings[0], (Finding{FindingKind::location, "Exif GPS", 1, {}}));
  }
}

TEST(ExifBlock, WithoutTiffHeaderIsMalformed) {
  for (const ByteView block : {ByteView{}, asBytes("no header here")}) {
    const auto inventory = readExifBlock(block);
    ASSERT_FALSE(inventory.ok());
    EXPECT_EQ(inventory.error().code, ErrorCode::malformed);
  }
}

TEST(XmpPacket, IsNamedByNameSpace) {
  const auto inventory = readXmpPacket(asBytes(kPacket));
  ASSERT_TRUE(inventory.ok());
  const std::vector<Finding> expected{{FindingKind::location, "XMP photoshop", 1, {}},
                                      {FindingKind::hiddenImage, "XMP GDepth", 1, {}}};
  EXPECT_EQ(inventory.value().findings, expected);
}

TEST(XmpPacket, ThatIsNoXmlIsMalformed) {
  const auto inventory = readXmpPacket(asBytes("<x:xmpmeta"));
  ASSERT_FALSE(inventory.ok());
  EXPECT_EQ(inventory.error().code, ErrorCode::malformed);
}

TEST(XmpPacket, LeavesNoNameSpaceBehind) {
  constexpr std::string_view kHead = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
                                     "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
                                     "<rdf:Description rdf:about='' xmlns:";
  constexpr std::string_view kTail = "='http://example.org/left/' ";
  constexpr std::string_view kEnd = ":Serial='1'/></rdf:RDF></x:xmpmeta>";
  const auto packet = [&](std::string prefix) {
    std::string text(kHead);
    return text.append(prefix).append(kTail).append(prefix).append(kEnd);
  };
  // The prefix of a name space for people's faces, used for something else.
  const auto first = readXmpPacket(asBytes(packet("MP")));
  const auto second = readXmpPacket(asBytes(packet("two")));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first.value().findings[0].where, "XMP people");
  EXPECT_EQ(second.value().findings[0].where, "XMP (other)");
}

TEST(Iptc, IsReadBareAndFromPhotoshopResources) {
  const auto bare = readIptc(keywordDataset());
  ASSERT_TRUE(bare.ok());
  const std::vector<Finding> once{{FindingKind::caption, "IPTC", 1, {}}};
  EXPECT_EQ(bare.value().findings, once);

  const auto wrapped = readIptc(photoshopResources(keywordDataset()));
  ASSERT_TRUE(wrapped.ok());
  const std::vector<Finding> twice{{FindingKind::caption, "IPTC", 2, {}}};
  EXPECT_EQ(wrapped.value().findings, twice);
}

TEST(Blocks, CutAnywhereAreAValueOrAnError) {
  const Bytes gps = gpsBlock();
  const Bytes resources = photoshopResources(keywordDataset());
  const auto documented = [](const Result<Inventory>& inventory) {
    return inventory.ok() || inventory.error().code == ErrorCode::malformed ||
           inventory.error().code == ErrorCode::truncated;
  };
  for (std::size_t n = 0; n < gps.size(); ++n)
    EXPECT_TRUE(documented(readExifBlock(ByteView(gps).first(n)))) << n;
  for (std::size_t n = 0; n < resources.size(); ++n)
    EXPECT_TRUE(documented(readIptc(ByteView(resources).first(n)))) << n;
  for (std::size_t n = 0; n < kPacket.size(); ++n)
    EXPECT_TRUE(documented(readXmpPacket(asBytes(kPacket.substr(0, n))))) << n;
}

} // namespace
} // namespace photoscrub::metadata
