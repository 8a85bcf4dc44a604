#include "formats/exif_block.h"
#include "metadata/kept_values.h"
#include "metadata/metadata.h"
#include "metadata/utf8.h"

#include <gtest/gtest.h>

namespace photoscrub::metadata {
namespace {

using namespace std::string_view_literals;

const KeptValues kAll{"(c) Trust 2026", "A. Nurse", "Caf\xC3\xA9 opening", "2026:01:31 09:05:00"};

TEST(CleanText, TurnsControlsIntoOneSpaceAndTrims) {
  EXPECT_EQ(cleanText("\t one\r\n\x1b two\0three \x7F"sv), "one two three");
  EXPECT_EQ(cleanText(" \n\t "), "");
}

TEST(CleanText, ReadsWhatIsNoUtf8AsLatin1) {
  EXPECT_EQ(cleanText("Caf\xE9"), "Caf\xC3\xA9");
  EXPECT_EQ(cleanText("\xC0\xAF"), "\xC3\x80\xC2\xAF"); // an overlong slash
}

TEST(CleanText, DropsInvisibleText) {
  EXPECT_EQ(cleanText("a\xE2\x80\xAE"
                      "b\xE2\x80\x8B"
                      "c\xF3\xA0\x81\xA1"
                      "d"),
            "abcd");
}

TEST(CleanText, IsCutAtACharacter) {
  std::string longText(1999, 'x');
  EXPECT_EQ(cleanText(longText + "\xC3\xA9"), longText);
  EXPECT_EQ(cleanText(std::string(3000, 'x')).size(), 2000u);
}

TEST(CleanText, OfItsOwnOutputIsTheSame) {
  for (const std::string_view text : {"a\nb"sv, "Caf\xE9 \xFF"sv, "\xE2\x80\xA8x"sv, " y "sv}) {
    const std::string once = cleanText(text);
    EXPECT_EQ(cleanText(once), once);
    EXPECT_TRUE(isUtf8(once));
  }
}

TEST(CleanDate, ReadsExifXmpAndIptcForms) {
  EXPECT_EQ(cleanDate("2026:01:31 09:05:00"), "2026:01:31 09:05:00");
  EXPECT_EQ(cleanDate("2026-01-31T09:05:07.25+01:00"), "2026:01:31 09:05:07");
  EXPECT_EQ(cleanDate("2026-01-31T09:05Z"), "2026:01:31 09:05:00");
  EXPECT_EQ(cleanDate("2024-02-29"), "2024:02:29   :  :  ");
}

TEST(CleanDate, RefusesWhatIsNoDate) {
  for (const std::string_view text : {"", "soon", "0000:00:00 00:00:00", "2025-02-29", "2026:13:01",
                                      "2026:04:31 00:00:00", "2026/01/31", "20260131"})
    EXPECT_EQ(cleanDate(text), "") << text;
}

TEST(CleanDate, LeavesAnImpossibleTimeOfDayBlank) {
  EXPECT_EQ(cleanDate("2026:01:31 24:00:00"), "2026:01:31   :  :  ");
  EXPECT_EQ(cleanDate("2026:01:31 secret"), "2026:01:31   :  :  ");
}

TEST(CleanDate, OfItsOwnOutputIsTheSame) {
  for (const std::string_view text : {"2026-01-31", "2026-01-31T09:05:07"})
    EXPECT_EQ(cleanDate(cleanDate(text)), cleanDate(text));
}

TEST(Selected, LeavesOnlyWhatWasAskedFor) {
  EXPECT_EQ(selected(kAll, {}), KeptValues{});
  const KeptValues some = selected(kAll, {.copyright = true, .time = true});
  EXPECT_EQ(some, (KeptValues{kAll.copyright, {}, {}, kAll.time}));
}

TEST(FreshExifBlock, IsEmptyWithoutAnythingToSay) {
  const auto block = freshExifBlock({}, Orientation::normal);
  ASSERT_TRUE(block.ok());
  EXPECT_TRUE(block.value().empty());
}

TEST(FreshExifBlock, GivesBackWhatWasWritten) {
  const auto block = freshExifBlock(kAll, Orientation::turned270);
  ASSERT_TRUE(block.ok());
  const auto read = readExifBlock(block.value());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().kept, kAll);
  EXPECT_EQ(read.value().orientation, Orientation::turned270);
  const auto again = freshExifBlock(read.value().kept, read.value().orientation);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.value(), block.value());
}

TEST(FreshExifBlock, IsCleanForTheContainers) {
  for (const auto orientation : {Orientation::normal, Orientation::turned90})
    for (unsigned bits = 1; bits < 16; ++bits) {
      const KeepOptions keep{(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0};
      const auto block = freshExifBlock(selected(kAll, keep), orientation);
      ASSERT_TRUE(block.ok());
      EXPECT_TRUE(formats::checkCleanExif(block.value()).ok()) << bits;
    }
}

TEST(FreshExifBlock, WithOrientationAloneIsTheContainersOwnBlock) {
  for (int tag = 1; tag <= 8; ++tag) {
    const auto block = freshExifBlock({}, orientationFrom(tag));
    ASSERT_TRUE(block.ok());
    EXPECT_EQ(block.value(), formats::orientationBlock(orientationFrom(tag)));
  }
}

TEST(FreshExifBlock, DoesNotTrustItsCaller) {
  const auto block = freshExifBlock({"x\x01y", {}, {}, "not a date"}, Orientation::normal);
  ASSERT_TRUE(block.ok());
  const auto read = readExifBlock(block.value());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().kept, (KeptValues{"x y", {}, {}, {}}));
}

} // namespace
} // namespace photoscrub::metadata
