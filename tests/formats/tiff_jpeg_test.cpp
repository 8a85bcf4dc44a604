// JPEG streams inside TIFF files: no comments, no application segments, no unused tables.
#include "formats/format_checks.h"
#include "formats/tiff.h"
#include "formats/tiff_jpeg.h"
#include "formats/tiff_samples.h"

#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

constexpr std::uint16_t kTables = 347;

Bytes segment(std::uint8_t marker, std::string_view payload) {
  const auto length = payload.size() + 2;
  Bytes out = {0xFF, marker, static_cast<std::uint8_t>(length >> 8),
               static_cast<std::uint8_t>(length & 0xFF)};
  out.insert(out.end(), payload.begin(), payload.end());
  return out;
}

Bytes inserted(Bytes into, std::size_t at, const Bytes& what) {
  into.insert(into.begin() + static_cast<std::ptrdiff_t>(at), what.begin(), what.end());
  return into;
}

Bytes changed(const Bytes& file, const std::function<void(TiffPage&)>& change) {
  auto parts = splitTiff(file);
  change(parts.pages[0]);
  return joinTiff(parts);
}

void expectSameButClean(const Bytes& file, const Bytes& original, std::string_view where) {
  const auto cleaned = rewriteChecked(Tiff(), file);
  EXPECT_FALSE(cleaned.bytes.empty()) << where;
  EXPECT_FALSE(holds(cleaned.bytes, "S3CRET")) << where;
  EXPECT_EQ(cleaned.bytes, rewriteChecked(Tiff(), original).bytes) << where;
  EXPECT_FALSE(cleaned.document->dropped.empty()) << where;
}

const std::vector<std::string>& jpegNames() {
  static const std::vector<std::string> names = {"jpeg", "jpegYcc", "jpegTiles", "jpegGreyPlanes"};
  return names;
}

TEST(TiffJpeg, DropsSegmentsThatNoDecoderNeeds) {
  for (const auto& name : jpegNames())
    for (const auto marker :
         std::vector<std::uint8_t>{0xFE, 0xE0, 0xE1, 0xE2, 0xED, 0xEF, 0xEE, 0xF0})
      for (const std::size_t cell : {0u, 3u}) {
        const auto file = changed(tiffSample(name), [&](TiffPage& page) {
          page.cells[cell] = inserted(page.cells[cell], 2, segment(marker, "S3CRET text"));
        });
        expectSameButClean(file, tiffSample(name), name);
      }
}

TEST(TiffJpeg, NamesWhatWasInAStrip) {
  const auto file = changed(tiffSample("jpeg"), [&](TiffPage& page) {
    page.cells[0] = inserted(page.cells[0], 2, segment(0xFE, "text"));
    page.cells[1] = inserted(page.cells[1], 2, segment(0xE1, "Exif\0\0MM"sv));
  });
  const auto document = Tiff().parse(file, {});
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(countDropped(*document.value(), FindingKind::comment, "comment in a strip"), 1);
  EXPECT_EQ(countDropped(*document.value(), FindingKind::other, "Exif block in a strip"), 1);
}

TEST(TiffJpeg, DropsWhatStandsBetweenAndBehindTheParts) {
  for (const auto& name : jpegNames()) {
    expectSameButClean(changed(tiffSample(name),
                               [](TiffPage& page) {
                                 const auto text = "S3CRET"sv;
                                 page.cells[0].insert(page.cells[0].end(), text.begin(),
                                                      text.end());
                               }),
                       tiffSample(name), "behind the end");
    expectSameButClean(changed(tiffSample(name),
                               [](TiffPage& page) {
                                 page.cells[1] = inserted(page.cells[1], 2, {'S', '3', 'C', 'R'});
                               }),
                       tiffSample(name), "between segments");
  }
}

TEST(TiffJpeg, DropsWhatIsNoTableFromTheTables) {
  for (const auto& name : jpegNames()) {
    for (const auto marker : std::vector<std::uint8_t>{0xFE, 0xE1, 0xDD})
      expectSameButClean(changed(tiffSample(name),
                                 [&](TiffPage& page) {
                                   auto& tables = findTag(page, kTables)->value;
                                   tables = inserted(tables, 2, segment(marker, "S3CRET"));
                                 }),
                         tiffSample(name), "segment");
    expectSameButClean(changed(tiffSample(name),
                               [&](TiffPage& page) {
                                 auto& tables = findTag(page, kTables)->value;
                                 const auto text = "S3CRET"sv;
                                 tables.insert(tables.end(), text.begin(), text.end());
                               }),
                       tiffSample(name), "behind");
    std::string unused = "\x03";
    while (unused.size() < 65)
      unused += "S3CRET..";
    unused.resize(65);
    expectSameButClean(changed(tiffSample(name),
                               [&](TiffPage& page) {
                                 auto& tables = findTag(page, kTables)->value;
                                 tables = inserted(tables, 2, segment(0xDB, unused));
                               }),
                       tiffSample(name), "table nobody uses");
    expectSameButClean(changed(tiffSample(name),
                               [&](TiffPage& page) {
                                 page.cells[0] = inserted(page.cells[0], 2, segment(0xDB, unused));
                                 page.cells[1] = inserted(page.cells[1], 2, segment(0xFE, ""));
                               }),
                       tiffSample(name), "table nobody uses in a strip");
  }
}

TEST(TiffJpeg, KeepsTheAdobeFlag) {
  const auto flag = segment(0xEE, "Adobe\0\x64\0\0\0\0\x01"sv);
  const auto longer = segment(0xEE, "Adobe\0\x64\0\0\0\0\x01S3CRET"sv);
  const auto version = segment(0xEE, "Adobe\0\x65S3CR\x01"sv);
  const auto with = [](const Bytes& what) {
    return changed(tiffSample("jpegYcc"),
                   [&](TiffPage& page) { page.cells[0] = inserted(page.cells[0], 2, what); });
  };
  const auto kept = rewriteChecked(Tiff(), with(flag));
  EXPECT_TRUE(kept.document->dropped.empty());
  EXPECT_EQ(splitTiff(kept.bytes).pages[0].cells, splitTiff(with(flag)).pages[0].cells);
  EXPECT_EQ(rewriteChecked(Tiff(), with(longer)).bytes, kept.bytes);
  EXPECT_EQ(rewriteChecked(Tiff(), with(version)).bytes, kept.bytes);
}

TEST(TiffJpeg, RefusesStreamsThatDoNotFillTheirStrip) {
  const auto withFrame = [](std::size_t at, std::uint8_t value) {
    return parseError(Tiff(), changed(tiffSample("jpeg"), [&](TiffPage& page) {
                        auto& cell = page.cells[0];
                        const std::array<std::uint8_t, 2> marker{0xFF, 0xC0};
                        const auto frame =
                            std::search(cell.begin(), cell.end(), marker.begin(), marker.end());
                        frame[static_cast<std::ptrdiff_t>(at)] = value;
                      }));
  };
  EXPECT_EQ(withFrame(6, 8), std::nullopt);            // height
  EXPECT_EQ(withFrame(6, 9), ErrorCode::malformed);    // a row too many
  EXPECT_EQ(withFrame(8, 38), ErrorCode::malformed);   // a column too many
  EXPECT_EQ(withFrame(4, 12), ErrorCode::unsupported); // bits
  auto parts = splitTiff(tiffSample("jpeg"));
  parts.pages[0].cells[0] = {0xFF, 0xD8, 0xFF, 0xD9};
  EXPECT_EQ(parseError(Tiff(), joinTiff(parts)), ErrorCode::malformed);
  parts.pages[0].cells[0] = Bytes(50, 7);
  EXPECT_EQ(parseError(Tiff(), joinTiff(parts)), ErrorCode::malformed);
}

TEST(TiffJpeg, RefusesTablesThatAreMissing) {
  auto parts = splitTiff(tiffSample("jpeg"));
  std::erase_if(parts.pages[0].tags, [](const TiffTag& tag) { return tag.id == kTables; });
  EXPECT_EQ(parseError(Tiff(), joinTiff(parts)), ErrorCode::malformed);
}

// A bit inside a stream changes the picture, or the file is refused.
TEST(TiffJpeg, AuditSeesEveryChangedBit) {
  const Bytes original = tiffSample("jpegTiles");
  const auto document = Tiff().parse(original, {});
  ASSERT_TRUE(document.ok());
  const auto file = rewriteChecked(Tiff(), original).bytes;
  for (std::size_t at = 0; at < file.size(); at += 3)
    for (int bit = 0; bit < 8; ++bit) {
      Bytes other = file;
      other[at] = static_cast<std::uint8_t>(other[at] ^ (1 << bit));
      const auto clean = Tiff().audit(other, {});
      ASSERT_FALSE(clean.ok() && comparePictures(*document.value(), clean.value()).ok()) << at;
    }
}

TEST(TiffJpeg, AuditRefusesSegmentsInAStrip) {
  // A clean file with room for four more bytes in its last stream: an empty comment, put in by
  // hand.
  const auto file = rewriteChecked(Tiff(), tiffSample("jpeg")).bytes;
  auto parts = splitTiff(file);
  const auto last = parts.pages[0].cells.back();
  const auto comment = segment(0xFE, "");
  Bytes longer = inserted(file, file.size() - last.size() + 2, comment);
  // Byte counts are the values of tag 279, which stand behind the directory.
  ByteWriter from(Endian::little), to(Endian::little);
  for (const auto& cell : parts.pages[0].cells) {
    from.u32(static_cast<std::uint32_t>(cell.size()));
    const bool isLast = &cell == &parts.pages[0].cells.back();
    to.u32(static_cast<std::uint32_t>(cell.size() + (isLast ? comment.size() : 0)));
  }
  const auto at = std::search(longer.begin(), longer.end(), from.view().begin(), from.view().end());
  ASSERT_NE(at, longer.end());
  std::copy(to.view().begin(), to.view().end(), at);
  EXPECT_EQ(auditError(Tiff(), longer), ErrorCode::leak);
}

TEST(TiffJpeg, AuditRefusesTablesThatNoStripUses) {
  auto parts = splitTiff(rewriteChecked(Tiff(), tiffSample("jpeg")).bytes);
  auto& page = parts.pages[0];
  const auto audited = [&](const Bytes& tables) {
    const Limits limits;
    tiff::JpegStreamAudit audit(limits);
    tiff::Picture picture;
    picture.samples = 3;
    picture.cellWidth = 37;
    picture.cellLength = 8;
    if (!audit.tables(tables).ok() || !audit.stream(page.cells[0], picture).ok())
      return false;
    return audit.finish().ok();
  };
  const auto& tables = findTag(page, kTables)->value;
  EXPECT_TRUE(audited(tables));
  // Behind the only quantisation table of this picture, and in front of the end.
  const std::string unused = "\x03" + std::string(64, 'S');
  EXPECT_FALSE(audited(inserted(tables, 2 + 4 + 65, segment(0xDB, unused))));
  std::string huffman = "\x13" + std::string(16, '\0');
  EXPECT_FALSE(audited(inserted(tables, tables.size() - 2, segment(0xC4, huffman))));
}

TEST(TiffJpeg, AnyChangesOfAStreamGiveAnErrorOrACleanFile) {
  EXPECT_TRUE(rc::check([&] {
    auto parts = splitTiff(tiffSample(*rc::gen::elementOf(jpegNames())));
    auto& cells = parts.pages[0].cells;
    auto& data = *rc::gen::arbitrary<bool>() ? findTag(parts.pages[0], kTables)->value
                                             : cells[*rc::gen::inRange<std::size_t>(0, 3)];
    const auto changes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < changes; ++i)
      data[*rc::gen::inRange<std::size_t>(0, data.size())] = *rc::gen::elementOf(
          std::vector<std::uint8_t>{0, 1, 2, 0xFF, 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xC0, 0xDD, 0xFE});
    const Bytes file = joinTiff(parts);
    const auto document = Tiff().parse(file, {});
    if (!document.ok()) {
      RC_ASSERT(document.error().code != ErrorCode::internal);
      return;
    }
    const auto copy = Tiff().rewrite(*document.value(), {}).value().joined();
    const auto clean = Tiff().audit(copy, {});
    RC_ASSERT(clean.ok());
    RC_ASSERT(comparePictures(*document.value(), clean.value()).ok());
    const auto again = Tiff().parse(copy, {});
    RC_ASSERT(again.ok() && again.value()->dropped.empty());
    RC_ASSERT(Tiff().rewrite(*again.value(), {}).value().joined() == copy);
  }));
}

} // namespace
} // namespace photoscrub::formats
