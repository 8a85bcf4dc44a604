#include "report/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::report {
namespace {

using testing::HasSubstr;
using testing::Not;

scrub::Outcome withRegion(detect::RegionKind kind, bool redacted) {
  scrub::Outcome outcome;
  outcome.input = "ward.jpg";
  outcome.output = "ward_cleaned.jpg";
  outcome.status = redacted ? scrub::OutcomeStatus::cleaned : scrub::OutcomeStatus::needsReview;
  outcome.removed = {{formats::FindingKind::location, "Exif GPS", 6, "51.5 N"}};
  detect::Region region;
  region.kind = kind;
  region.box = {5, 6, 70, 80};
  region.label = "NHS number";
  region.value = "999 000 0026";
  outcome.regions = {{region, redacted, {"C149", "BMA"}}};
  outcome.detectors = {{"yunet_n", "1", "", "full", ""}};
  return outcome;
}

TEST(Text, SaysWhatIsVisibleAndWhyItMatters) {
  const auto text = describe(withRegion(detect::RegionKind::identifier, false), {});
  EXPECT_THAT(text, HasSubstr("NEEDS REVIEW"));
  EXPECT_THAT(text, HasSubstr("1 identifier"));
  EXPECT_THAT(text, HasSubstr("C149, BMA"));
  EXPECT_THAT(text, HasSubstr("NHS number (1)"));
  EXPECT_THAT(text, HasSubstr("ward_cleaned.jpg"));
  EXPECT_THAT(text, HasSubstr("--redact all ward.jpg"));
  EXPECT_THAT(
      describe(withRegion(detect::RegionKind::identifier, false), {false, true, false, true}),
      HasSubstr("NHS number, 70 x 80 at 5,6"));
}

TEST(Text, HoldsNoValuesUnlessAsked) {
  const auto outcome = withRegion(detect::RegionKind::identifier, false);
  EXPECT_THAT(describe(outcome, {}), Not(HasSubstr("999 000")));
  EXPECT_THAT(describe(outcome, {}), Not(HasSubstr("51.5")));
  EXPECT_THAT(describe(outcome, {true, true, true, false}), HasSubstr("999 000 0026"));
  EXPECT_THAT(describe(outcome, {true, true, true, false}), HasSubstr("51.5 N"));
}

TEST(Text, CountsCoveredPlacesApart) {
  const auto text = describe(withRegion(detect::RegionKind::face, true), {});
  EXPECT_THAT(text, HasSubstr("1 place"));
  EXPECT_THAT(text, Not(HasSubstr("Still visible")));
}

TEST(Text, TellsAboutErrorsThatNothingWasWritten) {
  scrub::Outcome outcome;
  outcome.input = "\x1b[31mred.jpg";
  outcome.status = scrub::OutcomeStatus::failed;
  outcome.error = Error{ErrorCode::io, "The folder cannot be written", "errno 28"};
  const auto text = describe(outcome, {});
  EXPECT_THAT(text, HasSubstr("FAILED"));
  EXPECT_THAT(text, HasSubstr("No copy was written"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("errno 28")));
  EXPECT_THAT(describe(outcome, {false, true, false, true}), HasSubstr("errno 28"));
}

TEST(Summary, NeverCallsNothingFoundSafe) {
  Totals totals;
  totals.add(withRegion(detect::RegionKind::face, true));
  const auto text = summarise(totals, {});
  EXPECT_THAT(text, HasSubstr("1 file: 1 cleaned"));
  EXPECT_THAT(text, HasSubstr("Nothing found does not mean nothing there"));
}

TEST(Summary, SaysWhenPicturesWereNotLookedAt) {
  Totals totals;
  scrub::Outcome outcome;
  outcome.status = scrub::OutcomeStatus::cleaned;
  totals.add(outcome);
  EXPECT_THAT(summarise(totals, {}), Not(HasSubstr("were not looked at")));
  EXPECT_THAT(summarise(totals, {false, false, false, false}), HasSubstr("were not looked at"));
  EXPECT_THAT(describe(outcome, {false, false, false, false}), HasSubstr("NOT LOOKED AT"));
}

TEST(Summary, WarnsOfTheBasicTier) {
  Totals totals;
  auto outcome = withRegion(detect::RegionKind::face, true);
  outcome.detectors[0].tier = "basic";
  totals.add(outcome);
  EXPECT_THAT(summarise(totals, {}), HasSubstr("models fetch"));
}

} // namespace
} // namespace photoscrub::report
