#include "formats/exif_block.h"
#include "support/exif_bytes.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;

constexpr std::uint16_t kDescription = 0x010E, kMake = 0x010F, kOrientation = 0x0112,
                        kArtist = 0x013B, kCopyright = 0x8298, kExifPointer = 0x8769,
                        kOriginalDate = 0x9003;

bool clean(const Bytes& block) {
  const auto result = checkCleanExif(block);
  return result.ok();
}

// ---------------------------------------------------------------- reading

TEST(SummariseExif, ReadsEveryOrientationInBothByteOrders) {
  for (const auto endian : {Endian::big, Endian::little})
    for (int value = 0; value <= 12; ++value) {
      const auto summary = summariseExif(
          exifBlock(endian, {textTag(kMake, "camera"),
                             shortTag(endian, kOrientation, static_cast<std::uint16_t>(value))}));
      EXPECT_TRUE(summary.readable);
      EXPECT_EQ(static_cast<int>(summary.orientation), value >= 1 && value <= 8 ? value : 1);
    }
}

TEST(SummariseExif, TakesAnOrientationOfFourBytes) { // as some editors write it
  const auto block = exifBlock(Endian::little, {longTag(Endian::little, kOrientation, 8)});
  EXPECT_EQ(summariseExif(block).orientation, Orientation::turned270);
  const auto huge = exifBlock(Endian::little, {longTag(Endian::little, kOrientation, 0x10006)});
  EXPECT_EQ(summariseExif(huge).orientation, Orientation::normal);
}

TEST(SummariseExif, KnowsAdobeRgbByItsInteroperabilityIndex) {
  const auto block = [](std::string_view index) {
    return exifBlock(Endian::big, {textTag(kMake, "m")}, {textTag(kOriginalDate, "2026")},
                     {textTag(0x0001, index)});
  };
  EXPECT_TRUE(summariseExif(block("R03")).adobeRgb);
  EXPECT_FALSE(summariseExif(block("R98")).adobeRgb);
  EXPECT_FALSE(summariseExif(block("R0")).adobeRgb);
}

TEST(SummariseExif, SaysNothingAboutWhatItCannotRead) {
  for (const Bytes& block :
       {Bytes{}, Bytes{'I', 'I'}, Bytes{'I', 'I', 42, 0}, Bytes{'M', 'M', 42, 0, 0, 0, 0, 8},
        exifHead(Endian::big), exifHead(Endian::little, 0xFFFF'FFFF), exifHead(Endian::big, 4)}) {
    const auto summary = summariseExif(block);
    EXPECT_FALSE(summary.readable);
    EXPECT_EQ(summary.orientation, Orientation::normal);
    EXPECT_FALSE(summary.adobeRgb);
  }
}

TEST(SummariseExif, ComesBackFromDirectoriesThatPointAtThemselves) {
  auto block = exifBlock(Endian::little, {shortTag(Endian::little, kOrientation, 6),
                                          longTag(Endian::little, kExifPointer, 8)});
  EXPECT_EQ(summariseExif(block).orientation, Orientation::turned90);
  block = exifBlock(Endian::little, {shortTag(Endian::little, kOrientation, 6),
                                     longTag(Endian::little, kExifPointer, 0xFFFF'FFF0)});
  EXPECT_EQ(summariseExif(block).orientation, Orientation::turned90);
}

TEST(SummariseExif, StopsWhereADirectoryOutgrowsTheBlock) {
  auto block = exifBlock(Endian::big, {shortTag(Endian::big, kOrientation, 3)});
  block[8] = block[9] = 0xFF; // 65,535 entries
  EXPECT_EQ(summariseExif(block).orientation, Orientation::turned180);
  // A value with a huge count is none.
  block = exifBlock(Endian::big, {{kOrientation, 3, 0xFFFF'FFFF, {0, 6}}});
  EXPECT_EQ(summariseExif(block).orientation, Orientation::normal);
}

TEST(SummariseExif, ReadsAnyBytes) {
  EXPECT_TRUE(rc::check([](const Bytes& tail) {
    for (const auto endian : {Endian::big, Endian::little}) {
      Bytes block = exifHead(endian);
      block.insert(block.end(), tail.begin(), tail.end());
      summariseExif(block);
      (void)clean(block); // answers, whatever it says
    }
  }));
}

// ---------------------------------------------------------------- our own block

TEST(OrientationBlock, IsCleanAndReadsBack) {
  EXPECT_TRUE(orientationBlock(Orientation::normal).empty());
  for (int value = 2; value <= 8; ++value) {
    const auto orientation = static_cast<Orientation>(value);
    const auto block = orientationBlock(orientation);
    EXPECT_EQ(block.size(), 26u);
    EXPECT_TRUE(clean(block));
    EXPECT_EQ(summariseExif(block).orientation, orientation);
  }
}

// Whatever bit changes, either the block is refused or it says another orientation.
TEST(CheckCleanExif, LeavesNoRoomInTheOrientationBlock) {
  const auto block = orientationBlock(Orientation::turned90);
  for (std::size_t at = 0; at < block.size(); ++at)
    for (int bit = 0; bit < 8; ++bit) {
      auto changed = block;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ (1 << bit));
      if (clean(changed)) {
        const auto other = summariseExif(changed).orientation;
        EXPECT_EQ(changed, orientationBlock(other)) << at;
      }
    }
}

// ---------------------------------------------------------------- kept texts

TEST(CheckCleanExif, AllowsTheTagsThatCanBeKept) {
  for (const auto endian : {Endian::big, Endian::little}) {
    EXPECT_TRUE(clean(exifBlock(endian,
                                {textTag(kDescription, "a ward"), shortTag(endian, kOrientation, 6),
                                 textTag(kArtist, "A B"), textTag(kCopyright, "(c)")},
                                {textTag(kOriginalDate, "2026:01:02 03:04:05")})));
    EXPECT_TRUE(clean(exifBlock(endian, {textTag(kArtist, "long enough")})));
    EXPECT_TRUE(clean(exifBlock(endian, {textTag(kArtist, "odd")})));
    EXPECT_TRUE(clean(exifBlock(endian, {textTag(kArtist, "")})));
  }
}

TEST(CheckCleanExif, RefusesEveryOtherTag) {
  for (int tag = 0; tag <= 0xFFFF; ++tag) {
    const auto number = static_cast<std::uint16_t>(tag);
    const bool kept = number == kDescription || number == kArtist || number == kCopyright;
    EXPECT_EQ(clean(exifBlock(Endian::big, {textTag(number, "some text")})), kept) << tag;
    if (number != kOriginalDate) {
      EXPECT_FALSE(
          clean(exifBlock(Endian::big, {textTag(kArtist, "a")}, {textTag(number, "some text")})))
          << tag;
    }
  }
}

TEST(CheckCleanExif, RefusesOtherForms) {
  const auto refused = [](const std::vector<ExifTag>& tags) {
    return !clean(exifBlock(Endian::big, tags));
  };
  EXPECT_TRUE(refused({shortTag(Endian::big, kOrientation, 1)})); // needs no tag
  EXPECT_TRUE(refused({shortTag(Endian::big, kOrientation, 9)}));
  EXPECT_TRUE(refused({longTag(Endian::big, kOrientation, 6)}));
  EXPECT_TRUE(refused({{kOrientation, 3, 2, {0, 6, 0, 6}}}));
  EXPECT_TRUE(refused({{kOrientation, 3, 1, {0, 6, 0, 1}}}));  // behind the value
  EXPECT_TRUE(refused({{kArtist, 7, 4, {'a', 'b', 'c', 0}}})); // type
  EXPECT_TRUE(refused({{kArtist, 2, 0, {}}}));
  EXPECT_TRUE(refused({{kArtist, 2, 2, {'a', 0, 'x', 0}}}));                 // behind the text
  EXPECT_TRUE(refused({{kArtist, 2, 4, {'a', 0, 'x', 0}}}));                 // in two pieces
  EXPECT_TRUE(refused({{kArtist, 2, 3, {'a', 'b', 'c'}}}));                  // no end
  EXPECT_TRUE(refused({textTag(kArtist, "b"), textTag(kDescription, "a")})); // order
  EXPECT_TRUE(refused({textTag(kArtist, "a"), textTag(kArtist, "b")}));
  EXPECT_TRUE(refused({{kArtist, 2, 0xFFFF'FFFF, {'a', 'b', 'c', 'd', 0}}}));
}

TEST(CheckCleanExif, RefusesBytesThatNoTagRefersTo) {
  const auto block =
      exifBlock(Endian::big, {shortTag(Endian::big, kOrientation, 6), textTag(kArtist, "A. Name")});
  ASSERT_TRUE(clean(block));
  auto longer = block;
  longer.push_back('x');
  EXPECT_FALSE(clean(longer));
  longer.back() = 0;
  longer.push_back(0);
  EXPECT_FALSE(clean(longer));
  auto shorter = block;
  shorter.pop_back();
  EXPECT_FALSE(clean(shorter));
  EXPECT_FALSE(clean({}));
  EXPECT_FALSE(clean(exifHead(Endian::big)));
}

TEST(CheckCleanExif, RefusesASecondDirectoryAndOverlaps) {
  const std::vector<ExifTag> tags = {textTag(kArtist, "A. Name")};
  Bytes block = exifHead(Endian::big);
  const auto directory = exifDirectory(Endian::big, tags, 8, 40);
  block.insert(block.end(), directory.begin(), directory.end());
  EXPECT_FALSE(clean(block));
  // Two texts in one place, a text in its own directory, a directory in itself.
  auto two =
      exifBlock(Endian::big, {textTag(kDescription, "A. Name"), textTag(kArtist, "B. Name")});
  ASSERT_TRUE(clean(two));
  std::copy(two.begin() + 18, two.begin() + 22, two.begin() + 30);
  EXPECT_FALSE(clean(two));
  // The same place for both, so that no byte is left over.
  auto shared = exifHead(Endian::big);
  const auto at38 = exifDirectory(
      Endian::big, {{kDescription, 2, 8, {0, 0, 0, 38}}, {kArtist, 2, 8, {0, 0, 0, 38}}}, 8);
  const auto text = asBytes("A. Name");
  shared.insert(shared.end(), at38.begin(), at38.end());
  ASSERT_EQ(shared.size(), 38u);
  shared.insert(shared.end(), text.begin(), text.end());
  shared.push_back(0);
  EXPECT_FALSE(clean(shared));
  auto inside = exifBlock(Endian::big, tags);
  inside[21] = 10;
  EXPECT_FALSE(clean(inside));
  EXPECT_FALSE(clean(exifBlock(Endian::big, {longTag(Endian::big, kExifPointer, 8)})));
}

TEST(CheckCleanExif, ErrorsAreLeaksWithoutContent) {
  const auto result = checkCleanExif(exifBlock(Endian::big, {textTag(kMake, "S3CRET")}));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().code, ErrorCode::leak);
  EXPECT_EQ(result.error().describe(true).find("S3CRET"), std::string::npos);
}

} // namespace
} // namespace photoscrub::formats
