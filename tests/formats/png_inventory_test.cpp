// What the parser lists: parts that go, metadata blocks, orientation.
#include "formats/exif_block.h"
#include "formats/format_checks.h"
#include "formats/png.h"
#include "formats/png_samples.h"
#include "support/png_bytes.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::string_view_literals;

Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

std::unique_ptr<Document> parsed(const Bytes& file) {
  auto document = Png().parse(file, {});
  EXPECT_TRUE(document.ok());
  return std::move(document).value();
}

TEST(PngInventory, IsEmptyForAPictureAlone) {
  const Bytes file = plainPng();
  const auto document = parsed(file);
  EXPECT_TRUE(document->dropped.empty());
  EXPECT_TRUE(document->blocks.empty());
  EXPECT_EQ(document->type, FileType::png);
  EXPECT_EQ(document->storedSize, (Size{19, 13}));
  EXPECT_EQ(document->orientation, Orientation::normal);
  EXPECT_FALSE(document->animated);
}

TEST(PngInventory, NamesWhatGoesAndWhereItIs) {
  struct Known {
    std::string type;
    std::string_view payload;
    FindingKind kind;
  };
  for (const auto& known :
       {Known{"tEXt", "Author\0x"sv, FindingKind::identity},
        Known{"tEXt", "Title\0x"sv, FindingKind::caption},
        Known{"zTXt", "Comment\0\0x"sv, FindingKind::comment},
        Known{"iTXt", "Software\0\0\0\0\0x"sv, FindingKind::software},
        Known{"tEXt", "my own key\0x"sv, FindingKind::comment},
        Known{"tEXt", "no end"sv, FindingKind::comment},
        Known{"tIME", "1234567"sv, FindingKind::time},
        Known{"caBX", "x"sv, FindingKind::provenance}, Known{"prVt", "x"sv, FindingKind::other}}) {
    const Bytes file = withChunk(plainPng(), {known.type, bytesOf(known.payload)});
    const auto document = parsed(file);
    ASSERT_EQ(document->dropped.size(), 1u);
    EXPECT_EQ(document->dropped[0].kind, known.kind) << known.payload;
    EXPECT_EQ(document->dropped[0].offset, 8u + 25);
    EXPECT_EQ(document->dropped[0].size, 12 + known.payload.size());
    EXPECT_EQ(document->dropped[0].where.find("my own"), std::string::npos);
  }
}

TEST(PngInventory, RecordsExifBlocks) {
  const auto exif = cameraExif(6);
  auto prefixed = bytesOf("Exif\0\0"sv); // some writers put it there
  prefixed.insert(prefixed.end(), exif.begin(), exif.end());
  for (const auto& payload : {exif, prefixed}) {
    const Bytes file = withChunk(plainPng(), {"eXIf", payload});
    const auto document = parsed(file);
    ASSERT_EQ(document->blocks.size(), 1u);
    EXPECT_TRUE(sameBytes(
        ByteView(file).subspan(document->blocks[0].offset, document->blocks[0].size), exif));
    EXPECT_EQ(document->orientation, Orientation::turned90);
  }
  auto chunks = splitPng(withChunk(plainPng(), {"eXIf", exif}));
  chunks = inserted(chunks, chunks.size() - 1, {"eXIf", cameraExif(3)});
  const Bytes file = joinPng(chunks);
  const auto document = parsed(file);
  EXPECT_EQ(document->blocks.size(), 2u);
  EXPECT_EQ(document->orientation, Orientation::turned90); // readers take the first
}

TEST(PngInventory, ItsOwnPlainBlockIsNothingToReport) {
  const auto block = orientationBlock(Orientation::turned180);
  const Bytes file = withChunk(plainPng(), {"eXIf", block});
  const auto document = parsed(file);
  EXPECT_TRUE(document->dropped.empty());
  EXPECT_EQ(document->orientation, Orientation::turned180);
  auto chunks = splitPng(plainPng());
  const Bytes late = joinPng(inserted(chunks, chunks.size() - 1, {"eXIf", block}));
  EXPECT_EQ(parsed(late)->dropped.size(), 1u);
}

// Readers discard ancillary chunks with a wrong CRC.
TEST(PngInventory, DamagedChunksSayNothing) {
  const auto with = [](const PngChunk& chunk) {
    auto chunks = splitPng(plainPng());
    Bytes file = pngSignature();
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      for (const Bytes& bytes : {pngChunk(chunks[i]), i == 0 ? pngChunk(chunk, 1) : Bytes{}})
        file.insert(file.end(), bytes.begin(), bytes.end());
    }
    return file;
  };
  const Bytes turned = with({"eXIf", cameraExif(6)});
  EXPECT_EQ(parsed(turned)->orientation, Orientation::normal);
  EXPECT_EQ(parsed(turned)->blocks.size(), 1u); // still read for the list of what was there
  auto profile = splitPng(rewriteChecked(Png(), plainPng(), {{}, cleanProfile()}).bytes)[1];
  ASSERT_EQ(profile.type, "iCCP");
  const Bytes coloured = with(profile);
  EXPECT_TRUE(parsed(coloured)->colourProfile.empty());
  EXPECT_EQ(parsed(coloured)->dropped.size(), 1u);
}

} // namespace
} // namespace photoscrub::formats
