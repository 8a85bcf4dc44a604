// What the parser lists: parts that go, metadata blocks, sizes.
#include "formats/format_checks.h"
#include "formats/heif.h"
#include "formats/heif_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;

std::unique_ptr<Document> parsed(const Bytes& file, FileType type = FileType::heif) {
  auto document = Heif(type).parse(file, {});
  EXPECT_TRUE(document.ok()) << (document.ok() ? "" : document.error().describe(true));
  return document.ok() ? std::move(document).value() : nullptr;
}

void expectOne(const HeifFile& shape, FindingKind kind, std::string_view where) {
  SCOPED_TRACE(std::string(where));
  const Bytes file = makeHeifFile(shape);
  const auto document = parsed(file);
  ASSERT_TRUE(document);
  EXPECT_EQ(countDropped(*document, kind, where), 1);
  EXPECT_EQ(document->dropped.size(), 1u);
  for (const auto& part : document->dropped) {
    EXPECT_LE(part.offset, file.size());
    EXPECT_LE(part.size, file.size() - part.offset);
  }
}

TEST(HeifInventory, SaysWhatThePictureIs) {
  const Bytes file = makeHeifFile(gridHeif());
  const auto document = parsed(file);
  EXPECT_EQ(document->type, FileType::heif);
  EXPECT_EQ(document->storedSize, (Size{90, 120})); // irot done already
  EXPECT_EQ(document->orientation, Orientation::normal);
  EXPECT_FALSE(document->animated);
  EXPECT_FALSE(document->video);
  EXPECT_TRUE(document->takesFields);
  EXPECT_TRUE(document->takesColourProfile);
  EXPECT_TRUE(document->blocks.empty());
}

TEST(HeifInventory, NamesImagesBesideThePicture) {
  const auto with = [](const std::string& role, const std::string& type) {
    auto shape = plainHeif();
    addImage(shape, codedHevc(2), role, type);
    return shape;
  };
  const auto hidden = FindingKind::hiddenImage;
  expectOne(with("thmb", ""), FindingKind::thumbnail, "thumbnail image");
  expectOne(with("auxl", "urn:mpeg:hevc:2015:auxid:2"), hidden, "depth map");
  expectOne(with("auxl", "urn:mpeg:mpegB:cicp:systems:auxiliary:depth"), hidden, "depth map");
  expectOne(with("auxl", "urn:com:apple:photo:2020:aux:hdrgainmap"), hidden, "gain map");
  expectOne(with("auxl", "urn:com:apple:photo:2018:aux:portraiteffectsmatte"), hidden,
            "portrait matte");
  expectOne(with("auxl", "urn:com:apple:photo:2019:aux:semanticskinmatte"), hidden,
            "semantic matte");
  expectOne(with("auxl", "urn:private:Jane-Doe"), hidden, "auxiliary image");
  expectOne(with("", ""), hidden, "further image");
}

TEST(HeifInventory, NamesBoxesAndBytes) {
  const auto with = [](auto change) {
    auto shape = plainHeif();
    change(shape);
    return shape;
  };
  const Bytes text = {'J', 'a', 'n', 'e', ' ', 'D', 'o', 'e'};
  const auto behind = [&](const char* type) {
    return with([&](HeifFile& f) { f.behind.push_back({type, text}); });
  };
  expectOne(behind("mpvd"), FindingKind::hiddenVideo, "motion-photo video");
  expectOne(behind("sefd"), FindingKind::device, "Samsung trailer");
  expectOne(behind("free"), FindingKind::other, "unused space");
  expectOne(behind("JANE"), FindingKind::other, "unknown box");
  expectOne(with([&](HeifFile& f) { f.tail = text; }), FindingKind::trailer,
            "unknown bytes after the end of the picture");
  expectOne(with([&](HeifFile& f) { f.gap = text; }), FindingKind::other,
            "unused bytes between items");
  expectOne(with([&](HeifFile& f) {
              f.inMeta.push_back({"grpl", text});
            }),
            FindingKind::other, "image groups");
  expectOne(with([&](HeifFile& f) { f.items[0].name = "Jane Doe"; }), FindingKind::other,
            "item name");
  expectOne(with([&](HeifFile& f) { f.handlerName = "Jane Doe"; }), FindingKind::software,
            "name of the writing program");
  expectOne(
      with([&](HeifFile& f) { f.items[0].properties.push_back(addProperty(f, "udes", text)); }),
      FindingKind::caption, "description of an image");
}

TEST(HeifInventory, KnowsContentCredentialsAndXmpInUuidBoxes) {
  const auto uuid = [](std::initializer_list<std::uint8_t> bytes) {
    auto shape = plainHeif();
    Bytes payload(bytes);
    payload.resize(40);
    shape.before.push_back({"uuid", payload});
    return shape;
  };
  expectOne(uuid({0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87,
                  0x7E, 0xC4, 0x81}),
            FindingKind::provenance, "content credentials box");
  expectOne(uuid({1}), FindingKind::other, "uuid box");
}

TEST(HeifInventory, RecordsXmpOfAUuidBox) {
  auto shape = plainHeif();
  Bytes payload = {0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8,
                   0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC};
  payload.insert(payload.end(), {'<', 'x', '/', '>'});
  shape.before.push_back({"uuid", payload});
  const Bytes file = makeHeifFile(shape);
  const auto document = parsed(file);
  ASSERT_EQ(document->blocks.size(), 1u);
  EXPECT_EQ(document->blocks[0].syntax, MetadataBlock::Syntax::xmp);
  EXPECT_EQ(asText(ByteView(file).subspan(document->blocks[0].offset, document->blocks[0].size)),
            "<x/>");
}

TEST(HeifInventory, RecordsExifBlocksWithAndWithoutPrefix) {
  const auto exif = cameraExif(6);
  const Bytes prefix = {'E', 'x', 'i', 'f', 0, 0};
  for (const std::uint32_t offset : {0u, 6u})
    for (const bool prefixed : {false, true}) {
      if (offset == 6 && !prefixed)
        continue;
      auto shape = plainHeif();
      ByteWriter data;
      data.u32(offset);
      if (prefixed)
        data.bytes(prefix);
      data.bytes(exif);
      addItem(shape, {0, "Exif", data.view()});
      const Bytes file = makeHeifFile(shape);
      const auto document = parsed(file);
      ASSERT_EQ(document->blocks.size(), 1u);
      const auto& block = document->blocks[0];
      EXPECT_TRUE(sameBytes(ByteView(file).subspan(block.offset, block.size), exif));
      EXPECT_FALSE(block.seenByExiv2);
      ASSERT_EQ(document->dropped.size(), 1u);
      EXPECT_TRUE(document->dropped[0].describedByExiv2);
      // 23000-22 (MIAF), 7.3.9: the properties say how to turn the picture, not Exif.
      EXPECT_EQ(document->orientation, Orientation::normal);
    }
}

TEST(HeifInventory, RecordsXmpOfAuxiliaryImagesToo) {
  auto shape = plainHeif();
  const auto gain =
      addImage(shape, codedHevc(2), "auxl", "urn:com:apple:photo:2020:aux:hdrgainmap");
  HeifItem item{0, "mime", {'<', 'x', '/', '>'}};
  item.contentType = "application/rdf+xml";
  shape.references.push_back({"cdsc", addItem(shape, item), {gain}});
  addMetadata(shape);
  const Bytes file = makeHeifFile(shape);
  EXPECT_EQ(parsed(file)->blocks.size(), 3u);
}

TEST(HeifInventory, BlocksInPiecesAreNamedAsAWhole) {
  auto shape = plainHeif();
  addMetadata(shape);
  for (auto& item : shape.items)
    item.extents = 2;
  const Bytes file = makeHeifFile(shape);
  const auto document = parsed(file);
  EXPECT_TRUE(document->blocks.empty());
  EXPECT_EQ(countDropped(*document, FindingKind::other, "Exif item"), 1);
  EXPECT_EQ(countDropped(*document, FindingKind::other, "XMP item"), 1);
  for (const auto& part : document->dropped)
    EXPECT_FALSE(part.describedByExiv2);
}

TEST(HeifInventory, CountsCroppingAndTurningIntoTheSize) {
  const auto sizeWith = [](const std::vector<HeifBox>& boxes) {
    auto shape = plainHeif();
    for (const auto& box : boxes)
      shape.items[0].properties.push_back(-addProperty(shape, box.type, box.payload));
    const Bytes file = makeHeifFile(shape);
    const auto document = parsed(file);
    const auto shown = decodeHeif(file);
    EXPECT_TRUE(shown && document && shown->size == document->storedSize);
    return document ? document->storedSize : Size{};
  };
  const auto clap = [](std::vector<std::uint32_t> numbers) {
    ByteWriter out;
    for (const auto number : numbers)
      out.u32(number);
    return HeifBox{"clap", out.view()};
  };
  const std::uint32_t minusThree = 0xFFFF'FFFD;
  EXPECT_EQ(sizeWith({{"irot", {1}}, clap({20, 1, 10, 1, 0, 1, 0, 1})}), (Size{20, 10}));
  EXPECT_EQ(sizeWith({clap({20, 1, 10, 1, 0, 1, 0, 1}), {"irot", {1}}}), (Size{10, 20}));
  EXPECT_EQ(sizeWith({clap({20, 1, 10, 1, minusThree, 2, 5, 1}), {"irot", {2}}, {"imir", {0}}}),
            (Size{20, 10}));
  EXPECT_EQ(sizeWith({clap({41, 2, 30, 3, 0, 1, 0, 1})}), (Size{21, 10}));
}

} // namespace
} // namespace photoscrub::formats
