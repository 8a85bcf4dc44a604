#include "metadata/finding.h"

#include <gtest/gtest.h>

namespace photoscrub::metadata {
namespace {

TEST(FindingKindName, GoesBothWays) {
  for (const FindingKind kind : formats::kFindingKinds)
    EXPECT_EQ(findingKindFrom(name(kind)), kind);
  EXPECT_EQ(name(FindingKind::hiddenVideo), "hidden-video");
  EXPECT_EQ(findingKindFrom("hiddenVideo"), std::nullopt);
}

TEST(FindingList, CountsByKindAndPlaceInOrder) {
  FindingList list;
  list.add(FindingKind::other, "Exif");
  list.add(FindingKind::location, "XMP exif", 2);
  list.add(FindingKind::location, "Exif GPS");
  list.add(FindingKind::location, "Exif GPS");
  EXPECT_TRUE(list.has(FindingKind::location));
  EXPECT_FALSE(list.has(FindingKind::time));
  const std::vector<Finding> expected{{FindingKind::location, "Exif GPS", 2, {}},
                                      {FindingKind::location, "XMP exif", 2, {}},
                                      {FindingKind::other, "Exif", 1, {}}};
  EXPECT_EQ(std::move(list).take(), expected);
}

TEST(FindingList, MergesCountsAndValues) {
  FindingList list;
  list.addWithValue(FindingKind::time, "Exif", "DateTime", "then");
  list.merge({{FindingKind::time, "Exif", 3, "Date: now"}, {FindingKind::other, "IPTC", 1, {}}});
  const std::vector<Finding> expected{{FindingKind::time, "Exif", 4, "DateTime: then; Date: now"},
                                      {FindingKind::other, "IPTC", 1, {}}};
  EXPECT_EQ(std::move(list).take(), expected);
}

TEST(FindingList, KeepsABoundedNumberOfValuesAndCountsAll) {
  FindingList list;
  for (int i = 0; i < 1000; ++i)
    list.addWithValue(FindingKind::other, "Exif", "k", "v");
  const auto findings = std::move(list).take();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].count, 1000u);
  EXPECT_LT(findings[0].value.size(), 1000u);
}

TEST(Printable, EscapesControlsAndBrokenUtf8AndCutsBetweenCharacters) {
  EXPECT_EQ(printable("a\x1b\n\xC3\xA9\xFF", 50), "a\\x1B\\x0A\xC3\xA9\\xFF");
  EXPECT_EQ(printable("\xC2\x9B"
                      "2J",
                      50),
            "\\xC2\\x9B2J"); // one-byte CSI of some terminals
  EXPECT_EQ(printable("ab\xC3\xA9", 3), "ab...");
}

} // namespace
} // namespace photoscrub::metadata
