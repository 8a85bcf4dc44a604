#include "scrub/covers.h"
#include "scrub/judgement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace photoscrub::scrub {
namespace {

using detect::RegionKind;

constexpr Size kPhoto = {1000, 800};

bool isUnder(double x, double y, const std::vector<Rect>& rects) {
  return std::any_of(rects.begin(), rects.end(), [x, y](const Rect& rect) {
    return x >= rect.x && x <= rect.right() && y >= rect.y && y <= rect.bottom();
  });
}

std::vector<Rect> boxes(const std::vector<redact::Cover>& covers) {
  std::vector<Rect> all;
  for (const auto& cover : covers)
    all.push_back(cover.box);
  return all;
}

JudgedRegion covered(RegionKind kind, Rect box, Polygon polygon = {}) {
  detect::Region region;
  region.kind = kind;
  region.box = box;
  region.polygon = std::move(polygon);
  auto made = judged(std::move(region), {});
  made.redacted = true;
  return made;
}

TEST(Covers, AreTheBoxesOfWhatIsRedacted) {
  auto visible = covered(RegionKind::text, {500, 500, 10, 10});
  visible.redacted = false;
  const auto covers = coversFor({covered(RegionKind::face, {10, 20, 30, 40}), visible}, {}, kPhoto);
  EXPECT_THAT(boxes(covers), testing::ElementsAre(Rect{10, 20, 30, 40}));
}

TEST(Covers, GrowByThePolicysMarginAndStayInThePhoto) {
  policy::Policy policy;
  policy.marginPercent.fill(50);
  const auto covers = coversFor({covered(RegionKind::face, {10, 100, 30, 40})}, policy, kPhoto);
  EXPECT_THAT(boxes(covers), testing::ElementsAre(Rect{0, 85, 55, 70}));
}

TEST(Covers, TakeTheStyleForFacesOnly) {
  policy::Policy policy;
  policy.styles.fill(redact::Style::blur); // a hostile or mistaken one
  for (int i = 0; i < detect::kRegionKinds; ++i) {
    const auto kind = static_cast<RegionKind>(i);
    const auto covers = coversFor({covered(kind, {10, 20, 30, 40})}, policy, kPhoto);
    EXPECT_EQ(covers[0].style,
              kind == RegionKind::face ? redact::Style::blur : redact::Style::solid);
  }
}

TEST(Covers, LeaveFreeWhatLiesBesideATurnedLine) {
  const Polygon turned = {{100, 100}, {120, 90}, {520, 490}, {500, 500}};
  const auto covers =
      boxes(coversFor({covered(RegionKind::text, {100, 90, 421, 411}, turned)}, {}, kPhoto));
  ASSERT_GT(covers.size(), 10u);
  EXPECT_TRUE(isUnder(310, 295, covers));
  EXPECT_FALSE(isUnder(150, 450, covers));
  EXPECT_FALSE(isUnder(480, 150, covers));
}

TEST(Covers, TakeTheBoxOfAnOutlineThatFillsIt) {
  const Polygon upright = {{100, 100}, {200, 100}, {200, 120}, {100, 120}};
  const auto covers =
      coversFor({covered(RegionKind::text, {100, 100, 101, 21}, upright)}, {}, kPhoto);
  EXPECT_THAT(boxes(covers), testing::ElementsAre(Rect{100, 100, 101, 21}));
}

// Moved or drawn anew in a regions file, with the outline left behind.
TEST(Covers, TakeTheBoxWhereTheOutlineLiesElsewhere) {
  const Polygon turned = {{100, 100}, {120, 90}, {520, 490}, {500, 500}};
  const Polygon far = {{5000, 7000}, {5030, 6900}, {5240, 7000}};
  for (const auto& outline : {turned, far})
    for (const Rect box :
         {Rect{600, 90, 300, 200}, Rect{100, 90, 421, 300}, Rect{90, 80, 450, 430}})
      EXPECT_THAT(boxes(coversFor({covered(RegionKind::text, box, outline)}, {}, kPhoto)),
                  testing::ElementsAre(box));
}

RC_GTEST_PROP(Strips, HoldEveryPointOfTheOutlineAndItsMargin, ()) {
  const auto coordinate = rc::gen::inRange(-50, 400);
  Polygon outline(static_cast<std::size_t>(*rc::gen::inRange(3, 8)));
  for (auto& corner : outline)
    corner = {*coordinate, *coordinate};
  const int margin = *rc::gen::inRange(0, 12);
  const auto strips = stripsOver(outline, margin, *rc::gen::inRange(1, 17));
  for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++)
    for (int step = 0; step <= 50; ++step) {
      const double part = step / 50.0;
      const double x = outline[j].x + part * (outline[i].x - outline[j].x);
      const double y = outline[j].y + part * (outline[i].y - outline[j].y);
      for (const auto& [dx, dy] : {std::pair{0, 0}, {-1, 0}, {1, 0}, {0, -1}, {0, 1}})
        RC_ASSERT(isUnder(x + dx * margin, y + dy * margin, strips));
    }
  for (std::size_t i = 1; i < strips.size(); ++i)
    RC_ASSERT(strips[i].y == strips[i - 1].bottom());
}

TEST(Covers, ShareOfABoxBelowSeveral) {
  EXPECT_DOUBLE_EQ(coveredShare({0, 0, 100, 100}, {}), 0);
  EXPECT_NEAR(coveredShare({0, 0, 100, 100}, {{0, 0, 50, 100}, {25, 0, 50, 100}}), 0.75, 0.02);
  EXPECT_DOUBLE_EQ(coveredShare({10, 10, 5, 5}, {{0, 0, 50, 50}}), 1);
}

TEST(Covers, ShareOfATurnedLineBelowItsOwnStrips) {
  const Polygon turned = {{100, 100}, {120, 90}, {520, 490}, {500, 500}};
  const auto line = covered(RegionKind::text, {100, 90, 421, 411}, turned);
  const auto strips = boxes(coversFor({line}, {}, kPhoto));
  EXPECT_LT(coveredShare(line.region.box, strips), 0.5);
  EXPECT_DOUBLE_EQ(coveredShare(line.region, strips), 1);
}

TEST(Covers, HideWhatLiesBelowThem) {
  auto below = covered(RegionKind::text, {110, 110, 50, 20});
  below.redacted = false;
  below.released = true;
  auto beside = below;
  beside.region.box = {190, 110, 50, 20};
  std::vector<JudgedRegion> regions = {below, beside,
                                       covered(RegionKind::screen, {100, 100, 100, 100})};
  markCovered(regions, {}, kPhoto);
  EXPECT_TRUE(regions[0].redacted);
  EXPECT_FALSE(regions[0].released);
  EXPECT_FALSE(regions[1].redacted);
}

TEST(Covers, HideWritingOnlyWhereAllOfItLiesBelow) {
  for (const auto kind : {RegionKind::identifier, RegionKind::text, RegionKind::barcode}) {
    auto number = covered(kind, {100, 110, 100, 20});
    number.redacted = false;
    auto body = covered(RegionKind::person, {100, 110, 100, 20});
    body.redacted = false;
    std::vector<JudgedRegion> regions = {number, body,
                                         covered(RegionKind::screen, {100, 100, 94, 100})};
    markCovered(regions, {}, kPhoto);
    EXPECT_FALSE(regions[0].redacted) << "its last digit can be read";
    EXPECT_TRUE(regions[1].redacted);
  }
}

TEST(Covers, DoNotDecideForThePersonAPolicyWaitsFor) {
  auto waiting = covered(RegionKind::wristband, {110, 110, 50, 20});
  waiting.redacted = false;
  waiting.action = policy::Action::block;
  auto screen = covered(RegionKind::screen, {100, 100, 100, 100});
  std::vector<JudgedRegion> regions = {waiting, screen};
  markCovered(regions, {}, kPhoto);
  EXPECT_FALSE(regions[0].redacted) << "the policy covered the screen, not a person";
  regions[1].byHand = true;
  markCovered(regions, {}, kPhoto);
  EXPECT_TRUE(regions[0].redacted);
}

} // namespace
} // namespace photoscrub::scrub
