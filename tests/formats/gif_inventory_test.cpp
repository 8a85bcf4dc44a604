// What the parser lists: parts that go, metadata blocks, size.
#include "formats/format_checks.h"
#include "formats/gif.h"
#include "formats/gif_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

std::unique_ptr<Document> parsed(const Bytes& file) {
  auto document = Gif().parse(file, {});
  EXPECT_TRUE(document.ok());
  return std::move(document).value();
}

GifPieces withBlock(const Bytes& block) {
  auto pieces = plainGif();
  pieces.insert(pieces.begin() + 1, block);
  return pieces;
}

TEST(GifInventory, IsEmptyForAPictureAlone) {
  for (const auto& sample : gifSamples()) {
    const auto file = joined(sample.pieces);
    const auto document = parsed(file);
    EXPECT_TRUE(document->dropped.empty()) << sample.name;
    EXPECT_TRUE(document->blocks.empty());
    EXPECT_EQ(document->type, FileType::gif);
    EXPECT_EQ(document->animated, sample.name == "animated");
    EXPECT_EQ(document->orientation, Orientation::normal);
  }
}

TEST(GifInventory, NamesWhatGoesAndWhereItIs) {
  struct Known {
    Bytes block;
    FindingKind kind;
    std::string where;
  };
  const Bytes data = gifSubBlocks(Bytes{'S', '3'});
  for (const auto& known :
       {Known{gifExtension(0xFE, Bytes{'S'}), FindingKind::comment, "comment"},
        Known{gifExtension(0x01, Bytes{'S'}), FindingKind::comment, "plain text block"},
        Known{gifExtension(0x42, Bytes{'S'}), FindingKind::other, "unknown extension"},
        Known{gifApplication("S3CRET1.000", data), FindingKind::other, "application block"},
        Known{gifApplication("XMP DataXMP", data), FindingKind::other, "XMP packet"},
        Known{gifApplication("C2PA_GIF100", data), FindingKind::provenance,
              "C2PA provenance block"},
        Known{gifApplication("ICCRGBG1012", data), FindingKind::colourText,
              "colour profile that no browser reads"}}) {
    const auto pieces = withBlock(known.block);
    const auto file = joined(pieces);
    const auto document = parsed(file);
    EXPECT_EQ(countDropped(*document, known.kind, known.where), 1) << known.where;
    ASSERT_EQ(document->dropped.size(), 1u);
    EXPECT_EQ(document->dropped[0].offset, pieces[0].size());
    EXPECT_EQ(document->dropped[0].size, known.block.size());
  }
}

TEST(GifInventory, RecordsXmpWithoutItsMagicTrailer) {
  Bytes packet{'<', 'x', '>'};
  packet.push_back(1);
  for (int i = 255; i >= 0; --i)
    packet.push_back(static_cast<std::uint8_t>(i));
  packet.push_back(0);
  const auto file = joined(withBlock(gifApplication("XMP DataXMP", packet)));
  const auto document = parsed(file);
  ASSERT_EQ(document->blocks.size(), 1u);
  const auto& block = document->blocks[0];
  EXPECT_EQ(block.syntax, MetadataBlock::Syntax::xmp);
  EXPECT_FALSE(block.seenByExiv2);
  EXPECT_EQ(asText(ByteView(file).subspan(block.offset, block.size)), "<x>");
}

TEST(GifInventory, TakesTheSizeOfTheFirstImageWhereTheScreenHasNone) {
  auto pieces = plainGif();
  pieces[0] = gifHead(0, 0, 8);
  const auto cleaned = rewriteChecked(Gif(), joined(pieces));
  EXPECT_EQ(cleaned.document->storedSize, (Size{23, 17}));
  EXPECT_EQ(cleaned.bytes, joined(pieces));
}

TEST(GifInventory, MeasuresImagesWithoutASizeByTheScreen) {
  auto pieces = plainGif();
  for (const auto at : {5u, 6u, 7u, 8u})
    pieces[1][at] = 0;
  EXPECT_EQ(rewriteChecked(Gif(), joined(pieces)).bytes, joined(pieces));
}

} // namespace
} // namespace photoscrub::formats
