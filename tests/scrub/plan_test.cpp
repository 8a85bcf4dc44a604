#include "formats/exif_block.h"
#include "scrub/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::scrub {
namespace {

using formats::FindingKind;
using testing::Contains;
using testing::Field;
using testing::IsEmpty;
using testing::Not;

class PlanTest : public testing::Test {
protected:
  Evidence evidence() const { return {document_, file_, inventory_}; }
  std::vector<metadata::Finding> removal() const {
    return planRemoval(evidence(), planEdits(evidence(), options_));
  }
  static auto where(std::string place) { return Field(&metadata::Finding::where, place); }

  formats::Document document_;
  Bytes file_;
  std::optional<InspectReply> inventory_ = InspectReply{};
  ScrubOptions options_;
};

TEST_F(PlanTest, WritesOnlyTheOrientation) {
  document_.orientation = Orientation::turned90;
  const auto edits = planEdits(evidence(), options_);
  EXPECT_EQ(edits.exif, formats::orientationBlock(Orientation::turned90));
  EXPECT_THAT(planKept(evidence(), edits), Contains(Field(&Kept::kind, "orientation")));
}

TEST_F(PlanTest, CleansWithoutTheInventoryWhenItsWorkerDied) {
  inventory_.reset();
  document_.orientation = Orientation::turned180;
  document_.colourProfile = {1, 2, 3};
  document_.dropped = {{FindingKind::other, "Exif block", 2, 100, true}};
  const auto edits = planEdits(evidence(), options_);
  EXPECT_EQ(edits.exif, formats::orientationBlock(Orientation::turned180));
  EXPECT_TRUE(edits.colourProfile.empty()) << "an unchecked profile must not pass";
  EXPECT_THAT(removal(), Contains(where("Exif block")));
}

TEST_F(PlanTest, NamesFieldsInsteadOfBlocksWhereExiv2ReadThem) {
  document_.dropped = {{FindingKind::other, "Exif block", 2, 100, true},
                       {FindingKind::other, "XMP packet", 200, 100, true}};
  inventory_->findings = {{FindingKind::location, "Exif GPS", 4, ""}};
  EXPECT_THAT(removal(), Contains(where("Exif GPS")));
  EXPECT_THAT(removal(), Not(Contains(where("Exif block"))));
  EXPECT_THAT(removal(), Contains(where("XMP packet"))) << "nothing was named from it";
}

TEST_F(PlanTest, KeepsTheColourUnlessToldOtherwise) {
  document_.colourProfile = {9};
  inventory_->colourProfile = {1};
  inventory_->colourName = "sRGB";
  inventory_->colourHadText = true;
  EXPECT_EQ(planEdits(evidence(), options_).colourProfile, Bytes{1});
  EXPECT_THAT(removal(), Contains(Field(&metadata::Finding::kind, FindingKind::colourText)));
  options_.policy.keepColour = false;
  EXPECT_TRUE(planEdits(evidence(), options_).colourProfile.empty());
}

TEST_F(PlanTest, ReportsNothingWhereTheBlockStaysAsItIs) {
  file_ = formats::orientationBlock(Orientation::turned90); // stands for a kept block
  document_.orientation = Orientation::turned90;
  document_.blocks = {{formats::MetadataBlock::Syntax::exif, 0, file_.size(), true}};
  document_.dropped = {{FindingKind::other, "Exif block", 0, file_.size(), true}};
  inventory_->findings = {{FindingKind::caption, "Exif image", 1, ""}};
  inventory_->exif = file_;
  inventory_->keptFields = {"caption"};
  EXPECT_THAT(removal(), IsEmpty());
}

} // namespace
} // namespace photoscrub::scrub
