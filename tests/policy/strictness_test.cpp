#include "policy/built_in.h"
#include "policy/random_policy.h"
#include "policy/strictness.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace photoscrub::policy {

using detect::Certainty;
using detect::RegionKind;

namespace {

Action& action(Policy& policy, RegionKind kind, Certainty certainty = Certainty::medium) {
  return policy.actions[static_cast<std::size_t>(kind)][static_cast<std::size_t>(certainty)];
}

std::vector<std::string> fromRedact(void (*change)(Policy&)) {
  const auto locked = builtIn("redact").value();
  auto asked = locked;
  change(asked);
  return loosened(locked, asked);
}

using Words = std::vector<std::string>;

} // namespace

TEST(Strictness, NamesWhatIsLooser) {
  EXPECT_EQ(fromRedact([](Policy& p) { action(p, RegionKind::face) = Action::flag; }),
            Words{"regions.face.action (medium): flag instead of redact"});
  EXPECT_EQ(fromRedact([](Policy& p) {
              action(p, RegionKind::identifier, Certainty::info) = Action::ignore;
            }),
            Words{"regions.identifier.action (info): ignore instead of redact"});
  EXPECT_EQ(fromRedact([](Policy& p) {
              p.actions[0] = {Action::flag, Action::flag, Action::ignore};
            }),
            (Words{"regions.face.action (certain, high): flag instead of redact",
                   "regions.face.action (medium, info): ignore instead of redact"}));
  EXPECT_EQ(fromRedact([](Policy& p) { p.actions[0].fill(Action::flag); }),
            Words{"regions.face.action: flag instead of redact"});
  EXPECT_EQ(fromRedact([](Policy& p) { p.styles[0] = redact::Style::blur; }),
            Words{"regions.face.style: blur instead of solid"});
  EXPECT_EQ(fromRedact([](Policy& p) { p.keep.time = true; }), Words{"metadata.keep: time"});
  EXPECT_EQ(fromRedact([](Policy& p) { p.detect = false; }),
            Words{"detectors.look: false instead of true"});
  EXPECT_EQ(fromRedact([](Policy& p) { p.sensitivity = detect::Sensitivity::normal; }),
            Words{"detectors.sensitivity: normal instead of high"});
}

TEST(Strictness, AsksForWhatTheLockedPolicyHas) {
  Policy locked;
  locked.neutralNames = locked.toJpeg = locked.fullTier = true;
  locked.keepColour = false;
  locked.accept = std::set{formats::FileType::jpeg};
  locked.release = Release::nobody;
  locked.consentRegister = "/srv/consent.sqlite";
  EXPECT_EQ(loosened(locked, Policy{}),
            (Words{"metadata.keep: colour", "names: original instead of neutral",
                   "accept: every kind of photo instead of some",
                   "convert: no conversion instead of jpeg",
                   "detectors.minimum_tier: basic instead of full",
                   "release: person instead of nobody", "consent_register: another register"}));
  EXPECT_TRUE(loosened(Policy{}, locked).empty());
}

TEST(Strictness, TakesCoveringForHoldingBackAndTheReverse) {
  const auto strict = builtIn("strict").value();
  auto covered = strict;
  action(covered, RegionKind::screen) = Action::redact;
  EXPECT_TRUE(loosened(strict, covered).empty());
  EXPECT_TRUE(loosened(covered, strict).empty());
}

TEST(Strictness, LeavesOpenHowAnythingIsCoveredThatNeedNotBe) {
  Policy asked;
  action(asked, RegionKind::face) = Action::redact;
  asked.styles[0] = redact::Style::pixelate;
  EXPECT_TRUE(loosened(Policy{}, asked).empty());
}

TEST(Strictness, AsksForTheSameMarginOrMoreWhereAnythingIsCovered) {
  auto locked = builtIn("redact").value();
  locked.marginPercent.fill(10);
  auto asked = locked;
  asked.marginPercent[2] = 9;
  EXPECT_EQ(loosened(locked, asked), Words{"regions.identifier.margin_percent: 9 instead of 10"});
  asked.marginPercent[2] = 11;
  EXPECT_TRUE(loosened(locked, asked).empty());
}

TEST(Strictness, TakesFewerFormatsOnly) {
  Policy locked, asked;
  locked.accept = {formats::FileType::jpeg, formats::FileType::png};
  asked.accept = {formats::FileType::png};
  EXPECT_TRUE(loosened(locked, asked).empty());
  EXPECT_EQ(loosened(asked, locked), Words{"accept: jpeg"});
}

RC_GTEST_PROP(Strictness, IsReflexive, ()) {
  const auto policy = *anyPolicy();
  RC_ASSERT(loosened(policy, policy).empty());
}

RC_GTEST_PROP(Strictness, IsTransitive, ()) {
  const auto a = *anyPolicy();
  const auto b = changed(a), c = changed(b);
  RC_PRE(loosened(a, b).empty() && loosened(b, c).empty());
  RC_ASSERT(loosened(a, c).empty());
}

// The stricter of two values in every key is as strict as both.
RC_GTEST_PROP(Strictness, GrowsWithEveryKey, ()) {
  const auto policy = *anyPolicy();
  auto stricter = policy;
  for (auto& kind : stricter.actions)
    for (auto& one : kind)
      one = std::max(one, *rc::gen::element(Action::ignore, Action::flag, Action::redact));
  stricter.styles.fill(redact::Style::solid);
  for (auto& margin : stricter.marginPercent)
    margin = std::max(margin, *rc::gen::inRange(0, 101));
  stricter.keep = {};
  stricter.keepColour = false;
  stricter.neutralNames = stricter.fullTier = stricter.detect = true;
  stricter.toJpeg = policy.toJpeg || *rc::gen::arbitrary<bool>();
  stricter.sensitivity = detect::Sensitivity::high;
  stricter.release = std::max(policy.release, *rc::gen::element(Release::person, Release::nobody));
  RC_ASSERT(loosened(policy, stricter).empty());
}

// Two policies that are as strict as each other in both directions promise the same: what one
// refuses to a third, the other refuses too.
RC_GTEST_PROP(Strictness, IsTheSameForEquals, ()) {
  const auto a = *anyPolicy();
  const auto b = changed(a), c = changed(a);
  RC_PRE(loosened(a, b).empty() && loosened(b, a).empty());
  RC_ASSERT(loosened(a, c).empty() == loosened(b, c).empty());
}

} // namespace photoscrub::policy
