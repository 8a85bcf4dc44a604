#include "formats/exif_block.h"
#include "formats/exif_fields.h"
#include "support/exif_bytes.h"

#include <gtest/gtest.h>

namespace photoscrub::formats {
namespace {

using namespace photoscrub::test;

const ExifFields kAll{Orientation::turned270, "a caption", "an artist", "us",
                      "2026:01:31 09:05:00"};

TEST(ExifFields, ComeBackFromTheBlockWrittenForThem) {
  for (int set = 0; set < 32; ++set) {
    ExifFields fields = kAll;
    if ((set & 1) != 0)
      fields.orientation = Orientation::normal;
    if ((set & 2) != 0)
      fields.description.clear();
    if ((set & 4) != 0)
      fields.artist.clear();
    if ((set & 8) != 0)
      fields.copyright.clear();
    if ((set & 16) != 0)
      fields.dateTimeOriginal.clear();
    const auto block = writeCleanExif(fields);
    EXPECT_EQ(block.empty(), fields.empty());
    const auto read = readCleanExif(block);
    ASSERT_TRUE(read.ok()) << read.error().describe(true);
    EXPECT_EQ(read.value(), fields);
  }
}

TEST(ExifFields, OfAnOrientationAloneGiveTheBlockThatHasAlwaysBeenWritten) {
  for (int value = 1; value <= 8; ++value) {
    const auto orientation = static_cast<Orientation>(value);
    EXPECT_EQ(writeCleanExif({orientation, {}, {}, {}, {}}), orientationBlock(orientation));
  }
}

TEST(ExifFields, AreReadInBothByteOrders) {
  for (const auto endian : {Endian::little, Endian::big}) {
    const auto read =
        readCleanExif(exifBlock(endian,
                                {textTag(0x010E, "a caption"), shortTag(endian, 0x0112, 8),
                                 textTag(0x013B, "an artist"), textTag(0x8298, "us")},
                                {textTag(0x9003, "2026:01:31 09:05:00")}));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value(), kAll);
  }
}

TEST(ExifFields, AreNotReadFromABlockThatHoldsMore) {
  for (const auto& block : {exifBlock(Endian::big, {textTag(0x010F, "maker")}), Bytes{1, 2, 3},
                            exifBlock(Endian::big, {shortTag(Endian::big, 0x0112, 1)})}) {
    const auto read = readCleanExif(block);
    EXPECT_FALSE(read.ok());
  }
}

} // namespace
} // namespace photoscrub::formats
