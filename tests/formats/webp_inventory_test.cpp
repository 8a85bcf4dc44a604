// What the parser lists: parts that go, metadata blocks, orientation, the colour profile.
#include "formats/exif_block.h"
#include "formats/format_checks.h"
#include "formats/webp.h"
#include "formats/webp_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

std::unique_ptr<Document> parsed(const Bytes& file) {
  auto document = Webp().parse(file, {});
  EXPECT_TRUE(document.ok());
  return std::move(document).value();
}

Bytes withEnd(std::uint8_t flags, const RiffChunk& chunk) {
  auto chunks = splitWebp(extendedWebp(flags));
  chunks.push_back(chunk);
  return joinWebp(chunks);
}

TEST(WebpInventory, IsEmptyForAPictureAlone) {
  for (const auto& sample : webpSamples()) {
    const auto document = parsed(sample.file);
    EXPECT_TRUE(document->dropped.empty()) << sample.name;
    EXPECT_TRUE(document->blocks.empty());
    EXPECT_EQ(document->type, FileType::webp);
    const bool animated = sample.name == "animated";
    EXPECT_EQ(document->animated, animated);
    EXPECT_EQ(document->storedSize, animated ? (Size{40, 30}) : (Size{19, 13}));
  }
}

TEST(WebpInventory, NamesWhatGoesAndWhereItIs) {
  struct Known {
    std::string type;
    FindingKind kind;
    std::string where;
  };
  for (const auto& known :
       {Known{"EXIF", FindingKind::other, "Exif block"},
        Known{"XMP ", FindingKind::other, "XMP packet"},
        Known{"XMP\0"s, FindingKind::other, "XMP packet under a wrong name"},
        Known{"C2PA", FindingKind::provenance, "C2PA provenance block"},
        Known{"ICCP", FindingKind::other, "colour profile that no viewer uses"},
        Known{"VP8 ", FindingKind::hiddenImage, "VP8 chunk that no viewer shows"},
        Known{"ANMF", FindingKind::hiddenImage, "ANMF chunk that no viewer shows"},
        Known{"Ann ", FindingKind::other, "unknown chunk"}}) {
    const auto file = withEnd(0, {known.type, {1, 2, 3}});
    const auto document = parsed(file);
    EXPECT_EQ(countDropped(*document, known.kind, known.where), 1) << known.where;
    ASSERT_EQ(document->dropped.size(), 1u);
    EXPECT_EQ(document->dropped[0].offset, file.size() - 12);
    EXPECT_EQ(document->dropped[0].size, 12u);
  }
}

TEST(WebpInventory, RecordsBlocks) {
  const auto exif = cameraExif(6);
  Bytes prefixed{'E', 'x', 'i', 'f', 0, 0};
  prefixed.insert(prefixed.end(), exif.begin(), exif.end());
  for (const auto& payload : {exif, prefixed}) {
    const auto file = withEnd(0x08, {"EXIF", payload});
    const auto document = parsed(file);
    ASSERT_EQ(document->blocks.size(), 1u);
    const auto& block = document->blocks[0];
    EXPECT_TRUE(sameBytes(ByteView(file).subspan(block.offset, block.size), exif));
    EXPECT_EQ(block.syntax, MetadataBlock::Syntax::exif);
    EXPECT_TRUE(block.seenByExiv2);
    EXPECT_EQ(document->orientation, Orientation::turned90);
  }
  auto chunks = splitWebp(withEnd(0x08, {"EXIF", exif}));
  chunks.push_back({"EXIF", cameraExif(3)});
  chunks.push_back({"XMP\0"s, {1, 2}});
  chunks.push_back({"XMP ", {1, 2}});
  const auto document = parsed(joinWebp(chunks));
  ASSERT_EQ(document->blocks.size(), 4u);
  EXPECT_EQ(document->orientation, Orientation::turned90); // readers take the first
  EXPECT_FALSE(document->blocks[1].seenByExiv2);
  EXPECT_FALSE(document->blocks[2].seenByExiv2);
  EXPECT_TRUE(document->blocks[3].seenByExiv2);
}

TEST(WebpInventory, ItsOwnPlainBlockIsNothingToReport) {
  const auto file = withEnd(0x08, {"EXIF", orientationBlock(Orientation::turned180)});
  const auto document = parsed(file);
  EXPECT_TRUE(document->dropped.empty());
  EXPECT_TRUE(document->blocks.empty());
  EXPECT_EQ(document->orientation, Orientation::turned180);
}

TEST(WebpInventory, BlocksBehindTheAnnouncedEndAreForExiv2ToMiss) {
  auto body = riffChunks(splitWebp(withEnd(0x08, {"EXIF", cameraExif(6)})));
  const auto size = static_cast<std::int32_t>(body.size());
  const auto document = parsed(riffFile(body, -size)); // says that nothing is in it
  ASSERT_EQ(document->blocks.size(), 1u);
  EXPECT_FALSE(document->blocks[0].seenByExiv2);
}

TEST(WebpInventory, TakesTheProfileThatIsAnnounced) {
  const auto profile = cleanProfile();
  EXPECT_EQ(parsed(extendedWebp(0x20, {{"ICCP", profile}}))->colourProfile, profile);
  const auto quiet = parsed(extendedWebp(0, {{"ICCP", profile}}));
  EXPECT_TRUE(quiet->colourProfile.empty());
  EXPECT_EQ(quiet->dropped.size(), 1u);
  const auto twice = parsed(extendedWebp(0x20, {{"ICCP", profile}, {"ICCP", {1, 2}}}));
  EXPECT_EQ(twice->colourProfile, profile);
  EXPECT_EQ(twice->dropped.size(), 1u);
}

TEST(WebpInventory, NamesWhatLiesBehindTheFile) {
  auto file = lossyWebp();
  for (const char c : "PK\3\4 archive"sv)
    file.push_back(static_cast<std::uint8_t>(c));
  EXPECT_EQ(
      countDropped(*parsed(file), FindingKind::trailer, "archive after the end of the picture"), 1);
}

} // namespace
} // namespace photoscrub::formats
