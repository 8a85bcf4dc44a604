// What the parser lists: boxes that go, metadata blocks, and what it says about the codestream.
#include "formats/format_checks.h"
#include "formats/jxl.h"
#include "formats/jxl_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::formats::testing;
using namespace std::literals;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

std::unique_ptr<Document> parsed(const Bytes& file) {
  auto document = Jxl().parse(file, {});
  EXPECT_TRUE(document.ok());
  return std::move(document).value();
}

TEST(JxlInventory, DescribesThePicture) {
  for (const auto& sample : jxlSamples()) {
    const auto document = parsed(sample.codestream);
    EXPECT_EQ(document->type, FileType::jpegXl);
    EXPECT_EQ(document->storedSize, decodeJxl(sample.codestream)->size) << sample.name;
    EXPECT_EQ(document->storedSize.width, sample.name == "turned" ? 29 : 37);
    EXPECT_EQ(document->orientation, Orientation::normal); // decoders turn the picture
    EXPECT_EQ(document->animated, sample.name == "animated");
    EXPECT_TRUE(document->warnings.empty()) << sample.name;
    EXPECT_TRUE(document->takesFields);
    EXPECT_FALSE(document->takesColourProfile);
  }
}

TEST(JxlInventory, WarnsOfWhatStaysInTheCodestream) {
  auto document = parsed(jxlSample("profile"));
  ASSERT_EQ(document->warnings.size(), 1u);
  EXPECT_NE(document->warnings[0].find("colour profile"), std::string::npos);
  document = parsed(jxlSample("depth"));
  ASSERT_EQ(document->warnings.size(), 2u);
  EXPECT_NE(document->warnings[0].find("layers"), std::string::npos);
  EXPECT_NE(document->warnings[1].find("names"), std::string::npos);
  for (const auto& warning : document->warnings)
    EXPECT_EQ(warning.find("S3CRET"), std::string::npos);
}

TEST(JxlInventory, NamesWhatGoesAndWhereItIs) {
  struct Known {
    std::string_view type, payload;
    FindingKind kind;
    std::string_view where;
  };
  for (const auto& known :
       {Known{"Exif", "S3CRET", FindingKind::other, "Exif block"},
        Known{"xml ", "S3CRET", FindingKind::other, "XMP packet"},
        Known{"jumb", "S3CRET", FindingKind::provenance, "JUMBF box (content credentials)"},
        Known{"jbrd", "S3CRET", FindingKind::other, "data to rebuild the original JPEG"},
        Known{"jhgm", "S3CRET", FindingKind::hiddenImage, "gain map"},
        Known{"brob", "Exif...", FindingKind::other, "compressed Exif block"},
        Known{"brob", "jumb...", FindingKind::provenance,
              "compressed JUMBF box (content credentials)"},
        Known{"brob", "S3CRET", FindingKind::other, "compressed unknown box"},
        Known{"S3CR", "ET", FindingKind::other, "unknown box"}}) {
    const auto document = parsed(jxlFile(plainJxl(), boxOf(known.type, bytesOf(known.payload))));
    ASSERT_EQ(document->dropped.size(), 1u) << known.type;
    EXPECT_EQ(document->dropped[0].kind, known.kind) << known.type;
    EXPECT_EQ(document->dropped[0].where, known.where);
    EXPECT_EQ(document->dropped[0].offset, 32u);
    EXPECT_EQ(document->dropped[0].size, 8 + known.payload.size());
  }
}

TEST(JxlInventory, RecordsMetadataBlocks) {
  const auto exif = cameraExif(6);
  const auto file = jxlFile(plainJxl(), boxOf("Exif", joined({{0, 0, 0, 3}, {7, 7, 7}, exif})),
                            longBoxOf("xml ", bytesOf("<x/>")));
  const auto document = parsed(file);
  ASSERT_EQ(document->blocks.size(), 2u);
  const auto view = [&](std::size_t index) {
    const auto& block = document->blocks[index];
    EXPECT_FALSE(block.seenByExiv2);
    return ByteView(file).subspan(block.offset, block.size);
  };
  EXPECT_EQ(document->blocks[0].syntax, MetadataBlock::Syntax::exif);
  EXPECT_TRUE(sameBytes(view(0), exif));
  EXPECT_EQ(document->blocks[1].syntax, MetadataBlock::Syntax::xmp);
  EXPECT_TRUE(sameBytes(view(1), asBytes("<x/>")));
  for (const auto& payload : {Bytes{}, Bytes{0, 0}, Bytes{0, 0, 0, 0}, Bytes{0, 0, 0, 9, 1},
                              Bytes{0xFF, 0xFF, 0xFF, 0xFF, 1}})
    EXPECT_TRUE(parsed(jxlFile(plainJxl(), boxOf("Exif", payload)))->blocks.empty());
}

} // namespace
} // namespace photoscrub::formats
