#include "detect/assemble.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace photoscrub::detect {
namespace {

Region region(RegionKind kind, Rect box, std::string label = {}, std::string value = {}) {
  Region made;
  made.kind = kind;
  made.box = box;
  made.score = 1;
  made.label = std::move(label);
  made.value = std::move(value);
  return made;
}

TEST(Assemble, WordsBecomeTheValueOfTheirLine) {
  const auto out = assemble({region(RegionKind::text, {0, 0, 200, 20}, "text"),
                             region(RegionKind::text, {5, 2, 50, 16}, "word", "NHS"),
                             region(RegionKind::text, {60, 2, 50, 16}, "word", "No")});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].value, "NHS No");
  EXPECT_EQ(out[0].box, (Rect{0, 0, 200, 20}));
}

TEST(Assemble, ADateStaysApartFromTheNumberBesideIt) {
  const auto valueOf = [](const std::string& first, const std::string& second) {
    return assemble({region(RegionKind::text, {0, 0, 200, 20}, "text"),
                     region(RegionKind::text, {5, 2, 50, 16}, "word", first),
                     region(RegionKind::text, {60, 2, 50, 16}, "word", second)})[0]
        .value;
  };
  EXPECT_EQ(valueOf("04-Sep-1969", "485"), "04-Sep-1969 | 485");
  EXPECT_EQ(valueOf("04-Sep-1969485", "777"), "04-Sep-1969 | 485 777");
  EXPECT_EQ(valueOf("2017", "485"), "2017 | 485");
  EXPECT_EQ(valueOf("2017", "4857773456"), "2017 4857773456");
  EXPECT_EQ(valueOf("7734", "485"), "7734 485");
}

TEST(Assemble, TheOutlinesOfTurnedLinesTellWhoseAWordIs) {
  // Two lines that fall to the right; the smaller one's box holds the other's word as well.
  auto upper = region(RegionKind::text, {0, 0, 200, 120}, "text");
  upper.polygon = {{5, 0}, {200, 100}, {195, 120}, {0, 20}};
  auto lower = region(RegionKind::text, {0, 30, 190, 110}, "text");
  lower.polygon = {{5, 30}, {190, 125}, {185, 140}, {0, 50}};
  const auto out =
      assemble({upper, lower, region(RegionKind::text, {90, 50, 20, 15}, "word", "Ward")});
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[0].value, "Ward");
  EXPECT_EQ(out[1].value, "");
}

TEST(Assemble, AWordOutsideEveryLineStaysVisible) {
  const auto out = assemble({region(RegionKind::text, {0, 0, 200, 20}, "text"),
                             region(RegionKind::text, {5, 200, 50, 16}, "word", "alone")});
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(out[1].label, "text");
}

TEST(Assemble, UnsureTextStaysOnlyWhereItWasRead) {
  const std::string unsure(kMaybeText);
  const auto out = assemble({region(RegionKind::text, {0, 0, 200, 20}, unsure),
                             region(RegionKind::text, {5, 2, 50, 16}, "word", "Ward"),
                             region(RegionKind::text, {0, 100, 200, 20}, unsure),
                             region(RegionKind::text, {0, 200, 200, 20}, unsure),
                             region(RegionKind::text, {5, 202, 50, 16}, "word", "l-")});
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].value, "Ward");
  EXPECT_EQ(out[0].label, "text");
}

TEST(Assemble, ACodeSeenTwiceStaysOnceWithItsContent) {
  const auto out = assemble({region(RegionKind::barcode, {10, 10, 50, 50}, "QR code"),
                             region(RegionKind::barcode, {12, 12, 46, 46}, "QR code", "content"),
                             region(RegionKind::barcode, {300, 10, 50, 50}, "QR code")});
  ASSERT_EQ(out.size(), 2u);
  EXPECT_EQ(std::count_if(out.begin(), out.end(),
                          [](const Region& code) { return code.value == "content"; }),
            1);
}

TEST(Assemble, APersonWhoseFaceWasFoundIsOnlyInfo) {
  const auto out = assemble({region(RegionKind::face, {40, 10, 20, 20}, "face"),
                             region(RegionKind::person, {0, 0, 100, 300}, "person"),
                             region(RegionKind::person, {200, 0, 100, 300}, "person")});
  ASSERT_EQ(out.size(), 3u);
  EXPECT_EQ(out[1].certainty, Certainty::info);
  EXPECT_EQ(out[2].certainty, Certainty::medium);
}

TEST(Assemble, AFaceAtTheFeetIsSomebodyElses) {
  const auto out = assemble({region(RegionKind::face, {40, 260, 20, 20}, "face"),
                             region(RegionKind::person, {0, 0, 100, 300}, "person")});
  EXPECT_EQ(out[1].certainty, Certainty::medium);
}

TEST(Assemble, AnIdentifierLeavesTextAndCodeInPlace) {
  const auto out = assemble({region(RegionKind::text, {0, 0, 200, 20}, "text"),
                             region(RegionKind::barcode, {0, 50, 90, 90}, "Data Matrix code", "1"),
                             region(RegionKind::identifier, {0, 50, 90, 90}, "GS1 patient band"),
                             region(RegionKind::identifier, {60, 0, 140, 20}, "NHS number")});
  ASSERT_EQ(out.size(), 4u);
  EXPECT_EQ(out[0].kind, RegionKind::identifier);
  EXPECT_EQ(out[1].kind, RegionKind::identifier);
}

} // namespace
} // namespace photoscrub::detect
