// The strict reading refuses whatever a clean file does not need.
#include "formats/exif_block.h"
#include "formats/format_checks.h"
#include "formats/heif.h"
#include "formats/heif_samples.h"

#include <algorithm>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::string_view_literals;

struct Clean {
  std::string name;
  bool avif = false;
  Bytes file;
  Bytes original;
  std::unique_ptr<Document> document; ///< views `original`
};

const Heif& formatOf(bool avif) {
  static const Heif heif(FileType::heif), av1(FileType::avif);
  return avif ? av1 : heif;
}

std::vector<Clean> cleanFiles() {
  std::vector<Clean> files;
  for (const auto& sample : heifSamples()) {
    if (sample.name == "oldestTables" || sample.name == "pieces" || sample.name == "newestTables")
      continue; // the same files once they are clean
    auto original = makeHeifFile(sample.file);
    auto cleaned = rewriteChecked(formatOf(sample.avif), original,
                                  {orientationBlock(Orientation::turned90), cleanProfile()});
    files.push_back({sample.name, sample.avif, std::move(cleaned.bytes), std::move(original),
                     std::move(cleaned.document)});
  }
  return files;
}

/// A place between two boxes, and the boxes around it.
struct Gap {
  std::size_t at = 0;
  std::vector<std::size_t> around;
};

std::size_t headOf(std::string_view container) {
  struct Known {
    std::string_view type;
    std::size_t bytes;
  };
  for (const auto& known : {Known{"meta", 12}, Known{"iinf", 14}, Known{"iref", 12},
                            Known{"iprp", 8}, Known{"ipco", 8}})
    if (known.type == container)
      return known.bytes;
  return 0;
}

std::size_t sizeAt(const Bytes& file, std::size_t at) {
  ByteReader reader(ByteView(file).subspan(at));
  return reader.u32().value();
}

void collectGaps(const Bytes& file, std::size_t begin, std::size_t end,
                 std::vector<std::size_t> around, std::vector<Gap>& gaps) {
  for (auto at = begin; at < end; at += sizeAt(file, at)) {
    gaps.push_back({at, around});
    const auto head = headOf(asText(ByteView(file).subspan(at + 4, 4)));
    if (head == 0)
      continue;
    auto inner = around;
    inner.push_back(at);
    collectGaps(file, at + head, at + sizeAt(file, at), inner, gaps);
  }
  gaps.push_back({end, around});
}

std::vector<Gap> gapsOf(const Bytes& file) {
  std::vector<Gap> gaps;
  collectGaps(file, 0, file.size(), {}, gaps);
  return gaps;
}

void addAt(Bytes& file, std::size_t at, std::size_t value) {
  const auto sum = sizeAt(file, at) + value;
  for (std::size_t i = 0; i < 4; ++i)
    file[at + i] = static_cast<std::uint8_t>(sum >> (24 - 8 * i));
}

/// With the sizes around it and the offsets of iloc made right.
Bytes inserted(const Bytes& file, const Gap& gap, const Bytes& extra) {
  Bytes out = file;
  for (const auto box : gap.around)
    addAt(out, box, extra.size());
  const auto mdat = asText(file).find("mdat");
  if (gap.at + 4 <= mdat) {
    auto entry = asText(file).find("iloc") + 10;
    for (auto count = file[entry] * 256u + file[entry + 1]; count > 0; --count) {
      const bool inTable = file[entry + 5] == 1;
      const bool empty = file[entry + 9] == 0;
      if (!inTable)
        addAt(out, entry + 10, extra.size());
      entry += empty ? 8 : 16;
    }
  }
  out.insert(out.begin() + static_cast<std::ptrdiff_t>(gap.at), extra.begin(), extra.end());
  return out;
}

void expectRefused(const Clean& clean, const Bytes& file, const std::string& why) {
  EXPECT_NE(auditError(formatOf(clean.avif), file), std::nullopt) << clean.name << ": " << why;
}

TEST(HeifAudit, GivesBackWhatTheFileHolds) {
  for (const auto& clean : cleanFiles()) {
    const auto audit = formatOf(clean.avif).audit(clean.file, {});
    ASSERT_TRUE(audit.ok()) << clean.name;
    EXPECT_EQ(audit.value().storedSize, clean.document->storedSize);
    EXPECT_EQ(audit.value().colourProfile, cleanProfile());
    EXPECT_TRUE(sameBytes(audit.value().exif, orientationBlock(Orientation::turned90)));
    EXPECT_EQ(audit.value().orientation, Orientation::normal); // readers ignore Exif here
  }
}

TEST(HeifAudit, RefusesABoxAtAnyPlace) {
  for (const auto& clean : cleanFiles())
    for (const auto& gap : gapsOf(clean.file))
      for (const auto* type :
           {"free", "skip", "uuid", "moov", "mdat", "meta", "ftyp", "idat", "iref", "infe",
            "cdsc", "thmb", "auxl", "colr", "ispe", "irot", "udes", "grpl", "dinf", "prvt"})
        for (const std::size_t size : {0u, 8u, 30u})
          expectRefused(clean, inserted(clean.file, gap, heifBox(type, Bytes(size, 1))),
                        std::string(type) + " at " + std::to_string(gap.at));
}

TEST(HeifAudit, RefusesAnyBoxTwice) {
  for (const auto& clean : cleanFiles()) {
    const auto gaps = gapsOf(clean.file);
    for (const auto& from : gaps) {
      if (from.at + 8 > clean.file.size())
        continue;
      const auto size = sizeAt(clean.file, from.at);
      if (size < 8 || size > clean.file.size() - from.at)
        continue;
      const Bytes box(clean.file.begin() + static_cast<std::ptrdiff_t>(from.at),
                      clean.file.begin() + static_cast<std::ptrdiff_t>(from.at + size));
      for (const auto& to : gaps)
        expectRefused(clean, inserted(clean.file, to, box), "box of " + std::to_string(from.at));
    }
  }
}

// What is neither refused nor seen in the comparison would be a place to hide something.
TEST(HeifAudit, SeesAnyChangedBit) {
  for (const auto& clean : cleanFiles()) {
    if (clean.name == "overlay" || clean.name == "coloured" || clean.name == "allInTable" ||
        clean.name == "av1UnderGeneralBrand" || clean.name == "alphaGrid")
      continue; // nothing the others do not have, and it takes long
    for (std::size_t at = 0; at < clean.file.size(); ++at)
      for (int bit = 0; bit < 8; ++bit) {
        Bytes changed = clean.file;
        changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1 << bit));
        const auto audit = formatOf(clean.avif).audit(changed, {});
        const bool same = audit.ok() && comparePictures(*clean.document, audit.value()).ok() &&
                          audit.value().colourProfile == cleanProfile() &&
                          sameBytes(audit.value().exif, orientationBlock(Orientation::turned90));
        EXPECT_FALSE(same) << clean.name << " byte " << at << " bit " << bit;
      }
  }
}

TEST(HeifAudit, RefusesAByteMore) {
  for (const auto& clean : cleanFiles()) {
    auto longer = clean.file;
    longer.push_back(0);
    expectRefused(clean, longer, "behind mdat");
    addAt(longer, asText(longer).find("mdat") - 4, 1);
    expectRefused(clean, longer, "in mdat");
  }
}

TEST(HeifAudit, RefusesFilesThatWereNotCleaned) {
  for (const auto& sample : heifSamples())
    EXPECT_NE(auditError(formatOf(sample.avif), makeHeifFile(sample.file)), std::nullopt);
}

/// A cleaned picture with `unit` in front of (or behind) its data, and all sizes made right.
Bytes withUnit(const Bytes& clean, const Bytes& unit, bool front) {
  Bytes file = clean;
  const auto iloc = asText(file).find("iloc");
  const auto mdat = asText(file).find("mdat");
  addAt(file, iloc + 4 + 4 + 2 + 2 + 12, unit.size()); // size of the one extent
  addAt(file, mdat - 4, unit.size());
  const auto at = front ? mdat + 4 : file.size();
  file.insert(file.begin() + static_cast<std::ptrdiff_t>(at), unit.begin(), unit.end());
  return file;
}

TEST(HeifAudit, RefusesUnitsThatAreNoPicture) {
  const auto hevc = rewriteChecked(formatOf(false), makeHeifFile(plainHeif())).bytes;
  for (const bool front : {true, false}) {
    // Parameter sets in front belong to the picture.
    EXPECT_EQ(auditError(formatOf(false), withUnit(hevc, {0, 0, 0, 3, 66, 1, 'x'}, front)) ==
                  std::nullopt,
              front);
    for (const int type : {10, 22, 35, 38, 39, 40, 41, 48})
      EXPECT_EQ(
          auditError(
              formatOf(false),
              withUnit(hevc, {0, 0, 0, 3, static_cast<std::uint8_t>(type << 1), 1, 'x'}, front)),
          ErrorCode::leak)
          << type;
  }
  const auto av1 = rewriteChecked(formatOf(true), makeHeifFile(plainAvif())).bytes;
  for (const int type : {5, 8, 9, 15})
    EXPECT_EQ(auditError(formatOf(true),
                         withUnit(av1, {static_cast<std::uint8_t>(type << 3 | 2), 1, 'x'}, false)),
              ErrorCode::leak)
        << type;
}

TEST(HeifAudit, RefusesMarksThatAreNotTheStandards) {
  const auto clean = rewriteChecked(formatOf(false), makeHeifFile(plainHeif())).bytes;
  const auto first = asText(clean).find("ipma") + 4 + 4 + 4 + 2 + 1;
  for (const std::size_t i : {0u, 1u, 2u}) {
    Bytes changed = clean;
    changed[first + i] ^= 0x80;
    EXPECT_EQ(auditError(formatOf(false), changed), ErrorCode::leak) << i;
  }
}

// rewrite() takes what it is given; the audit is the proof.
TEST(HeifAudit, RefusesExifAndProfilesThatAreNotClean) {
  const Bytes file = makeHeifFile(plainHeif());
  const auto document = formatOf(false).parse(file, {});
  ASSERT_TRUE(document.ok());
  for (const Edits& edits : {Edits{cameraExif(6), {}}, Edits{{}, Bytes(200, 'x')}}) {
    const auto assembly = formatOf(false).rewrite(*document.value(), edits);
    ASSERT_TRUE(assembly.ok());
    EXPECT_NE(auditError(formatOf(false), assembly.value().joined()), std::nullopt);
  }
}

TEST(HeifAudit, RefusesTheOtherTypesBrands) {
  const auto heif = rewriteChecked(formatOf(false), makeHeifFile(plainHeif())).bytes;
  const auto avif = rewriteChecked(formatOf(true), makeHeifFile(plainAvif())).bytes;
  EXPECT_NE(auditError(formatOf(true), heif), std::nullopt);
  EXPECT_NE(auditError(formatOf(false), avif), std::nullopt);
}

TEST(HeifAudit, RefusesWhatIsOverTheLimits) {
  const auto file = rewriteChecked(formatOf(false), makeHeifFile(gridHeif()), {{}, cleanProfile()});
  Limits limits;
  limits.maxSide = 120;
  limits.maxPixels = 120 * 90;
  limits.maxProfileBytes = cleanProfile().size();
  limits.maxParts = 5;
  limits.maxDepth = 1;
  EXPECT_EQ(auditError(formatOf(false), file.bytes, limits), std::nullopt);
  const auto tighter = [&](auto change) {
    auto changed = limits;
    change(changed);
    return auditError(formatOf(false), file.bytes, changed);
  };
  EXPECT_NE(tighter([](Limits& l) { --l.maxSide; }), std::nullopt);
  EXPECT_NE(tighter([](Limits& l) { --l.maxPixels; }), std::nullopt);
  EXPECT_NE(tighter([](Limits& l) { --l.maxProfileBytes; }), std::nullopt);
  EXPECT_NE(tighter([](Limits& l) { --l.maxParts; }), std::nullopt);
  EXPECT_NE(tighter([](Limits& l) { --l.maxDepth; }), std::nullopt);
}

} // namespace
} // namespace photoscrub::formats
