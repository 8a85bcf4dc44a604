// The strict reading refuses whatever a clean file does not need.
#include "formats/exif_fields.h"
#include "formats/format_checks.h"
#include "formats/tiff.h"
#include "formats/tiff_samples.h"

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;
using namespace photoscrub::formats::testing;
using namespace std::literals;

const ExifFields kFields{Orientation::turned90, "a caption", "an artist", "us",
                         "2026:01:31 09:05:00"};

struct Clean {
  std::string name;
  Bytes original, file;
};

const std::vector<Clean>& cleanFiles() {
  static const auto files = [] {
    std::vector<Clean> all;
    for (const auto* name : {"rgb", "bigTiffBigEndian", "palette4", "jpegYcc", "pages", "grey1"}) {
      const auto original = tiffSample(name);
      all.push_back(
          {name, original,
           rewriteChecked(Tiff(), original, {writeCleanExif(kFields), cleanProfile()}).bytes});
    }
    return all;
  }();
  return files;
}

void expectRefused(const Bytes& file, const std::string& why) {
  EXPECT_NE(auditError(Tiff(), file), std::nullopt) << why;
}

// Taken, and the same picture as the original's.
bool passes(const Document& original, const Bytes& file) {
  const auto clean = Tiff().audit(file, {});
  return clean.ok() && comparePictures(original, clean.value()).ok();
}

TEST(TiffAudit, GivesBackWhatTheFileHolds) {
  for (const auto& [name, original, file] : cleanFiles()) {
    const auto clean = Tiff().audit(file, {});
    ASSERT_TRUE(clean.ok()) << name;
    EXPECT_EQ(clean.value().storedSize, (Size{37, 29}));
    EXPECT_EQ(clean.value().orientation, Orientation::turned90);
    EXPECT_EQ(clean.value().colourProfile, cleanProfile());
    EXPECT_TRUE(sameBytes(clean.value().exif, writeCleanExif(kFields)));
    const auto copy = clean.value(); // views of a copy live as long as the copy
    EXPECT_TRUE(sameBytes(copy.exif, writeCleanExif(kFields)));
  }
}

// Whatever bit changes outside image data and texts, the file is refused, or it is no longer the
// same picture with the same things kept.
TEST(TiffAudit, NoticesAnyChangedBit) {
  for (const auto& [name, original, file] : cleanFiles()) {
    const auto document = Tiff().parse(original, {});
    ASSERT_TRUE(document.ok());
    for (std::size_t at = 0; at < file.size(); at += name == "pages" ? 7 : 1)
      for (int bit = 0; bit < 8; ++bit) {
        Bytes other = file;
        other[at] = static_cast<std::uint8_t>(other[at] ^ (1 << bit));
        const auto clean = Tiff().audit(other, {});
        const bool unnoticed = clean.ok() &&
                               comparePictures(*document.value(), clean.value()).ok() &&
                               sameBytes(clean.value().exif, writeCleanExif(kFields)) &&
                               clean.value().colourProfile == cleanProfile();
        // The orientation of further pages is part of the picture; of the first, of `exif`.
        EXPECT_FALSE(unnoticed) << name << " byte " << at << " bit " << bit;
        if (::testing::Test::HasFailure())
          return;
      }
  }
}

TEST(TiffAudit, RefusesBytesAnywhere) {
  for (const auto& [name, original, file] : cleanFiles()) {
    const auto document = Tiff().parse(original, {});
    ASSERT_TRUE(document.ok());
    for (std::size_t at = 0; at <= file.size(); at += name == "pages" ? 5 : 1)
      for (const std::size_t count : {1u, 8u}) {
        Bytes longer = file;
        longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(at), count, 0);
        EXPECT_FALSE(passes(*document.value(), longer)) << name << " at " << at;
      }
    Bytes shorter = file;
    shorter.pop_back();
    expectRefused(shorter, name);
  }
}

TEST(TiffAudit, RefusesFilesThatOthersWrite) {
  for (const auto& sample : tiffSamples())
    expectRefused(sample.file, sample.name);
  for (const auto& [name, original, file] : cleanFiles())
    expectRefused(joinTiff(splitTiff(file)), name); // the same tags in another order of parts
}

// The tags of clean pages, changed, in the order of parts that is asked for: by parsing a file with
// `good` and putting `bad` in its place, which has the same length.
void expectNoOtherValue(const Bytes& file, const Bytes& good, const Bytes& bad,
                        const std::string& why) {
  ASSERT_EQ(good.size(), bad.size());
  Bytes other = file;
  const auto at = std::search(other.begin(), other.end(), good.begin(), good.end());
  ASSERT_NE(at, other.end()) << why;
  std::copy(bad.begin(), bad.end(), at);
  expectRefused(other, why);
}

Bytes entry(std::uint16_t tag, std::uint16_t type, std::uint32_t count, std::uint32_t value) {
  ByteWriter out(Endian::little);
  out.u16(tag).u16(type).u32(count);
  if (type == 3 && count == 1)
    out.u16(static_cast<std::uint16_t>(value)).u16(static_cast<std::uint16_t>(value >> 16));
  else
    out.u32(value);
  return std::move(out).take();
}

TEST(TiffAudit, RefusesOtherFormsOfATag) {
  const auto file = rewriteChecked(Tiff(), plainTiff(),
                                   {writeCleanExif({Orientation::flipped, {}, {}, {}, {}}), {}})
                        .bytes;
  expectNoOtherValue(file, entry(256, 4, 1, 37), entry(256, 3, 1, 37), "width as SHORT");
  expectNoOtherValue(file, entry(259, 3, 1, 1), entry(259, 3, 1, 0x5353'0001),
                     "bytes behind a SHORT");
  expectNoOtherValue(file, entry(274, 3, 1, 4), entry(274, 3, 1, 1), "orientation nobody needs");
  expectNoOtherValue(file, entry(274, 3, 1, 4), entry(274, 3, 1, 9), "no such orientation");
  expectNoOtherValue(file, entry(274, 3, 1, 4), entry(274, 3, 2, 4), "two orientations");
  expectNoOtherValue(file, entry(274, 3, 1, 4), entry(271, 2, 4, 0x0065'6D65), "maker");
  expectNoOtherValue(file, entry(254, 4, 1, 0), entry(254, 4, 1, 2), "page number bits");
  expectNoOtherValue(file, entry(278, 4, 1, 8), entry(278, 4, 1, 9), "other strips");
}

TEST(TiffAudit, RefusesWhatIsOverTheLimits) {
  const auto& file = cleanFiles()[0].file;
  Limits limits;
  limits.maxSide = 37;
  limits.maxPixels = 37 * 29;
  limits.maxProfileBytes = cleanProfile().size();
  EXPECT_EQ(auditError(Tiff(), file, limits), std::nullopt);
  const auto tighter = [&](auto change) {
    auto other = limits;
    change(other);
    return auditError(Tiff(), file, other);
  };
  EXPECT_NE(tighter([](Limits& l) { l.maxSide = 36; }), std::nullopt);
  EXPECT_NE(tighter([](Limits& l) { --l.maxPixels; }), std::nullopt);
  EXPECT_NE(tighter([](Limits& l) { --l.maxProfileBytes; }), std::nullopt);
  EXPECT_NE(tighter([](Limits& l) { l.maxParts = 5; }), std::nullopt);
}

} // namespace
} // namespace photoscrub::formats
