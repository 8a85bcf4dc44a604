#include "scrub/judgement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::scrub {
namespace {

using detect::RegionKind;
using policy::Action;
using policy::Policy;

detect::Region region(RegionKind kind, Rect box = {10, 20, 30, 40}) {
  detect::Region made;
  made.kind = kind;
  made.box = box;
  return made;
}

Policy with(RegionKind kind, Action action) {
  Policy policy;
  policy.actions[static_cast<std::size_t>(kind)].fill(action);
  return policy;
}

JudgedRegion known(RegionKind kind, Rect box, bool redacted = false) {
  auto made = judged(region(kind, box), Policy{});
  made.redacted = redacted;
  return made;
}

TEST(Judgement, FollowsThePolicyKindByKind) {
  const auto policy = with(RegionKind::face, Action::redact);
  EXPECT_TRUE(judged(region(RegionKind::face), policy).redacted);
  EXPECT_FALSE(judged(region(RegionKind::text), policy).redacted);
}

TEST(Judgement, FollowsThePolicyByCertainty) {
  Policy policy;
  policy.actions[static_cast<std::size_t>(RegionKind::identifier)] = {Action::block, Action::redact,
                                                                      Action::flag, Action::ignore};
  auto found = region(RegionKind::identifier);
  const std::array expected = {Action::block, Action::redact, Action::flag, Action::ignore};
  for (int i = 0; i < detect::kCertainties; ++i) {
    found.certainty = static_cast<detect::Certainty>(i);
    EXPECT_EQ(judged(found, policy).action, expected[static_cast<std::size_t>(i)]);
  }
}

TEST(Judgement, CitesGuidanceForEveryKind) {
  for (int i = 0; i < detect::kRegionKinds; ++i)
    EXPECT_FALSE(judged(region(static_cast<RegionKind>(i)), {}).guidance.empty()) << i;
}

TEST(Judgement, OnlyWhatIsFlaggedLeavesSomethingVisible) {
  auto one = known(RegionKind::text, {0, 0, 9, 9});
  EXPECT_TRUE(leavesSomethingVisible({one}));
  one.released = true;
  EXPECT_FALSE(leavesSomethingVisible({one}));
  EXPECT_FALSE(leavesSomethingVisible({known(RegionKind::text, {0, 0, 9, 9}, true)}));
  EXPECT_FALSE(leavesSomethingVisible(
      {judged(region(RegionKind::text), with(RegionKind::text, Action::ignore))}));
}

struct ReleaseCase {
  policy::Release release;
  bool locked;
  Action action;
  bool released;
};

class Releases : public testing::TestWithParam<ReleaseCase> {};

TEST_P(Releases, AreThePolicysToAllow) {
  const auto& row = GetParam();
  auto policy = with(RegionKind::face, row.action);
  policy.release = row.release;
  policy.locked = row.locked;
  const auto made = judged({region(RegionKind::face), Decision::What::release}, policy);
  EXPECT_EQ(made.released, row.released);
  EXPECT_EQ(made.releaseRefused, !row.released);
  EXPECT_EQ(made.redacted, !row.released && row.action == Action::redact);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Releases,
    testing::Values(ReleaseCase{policy::Release::person, false, Action::redact, true},
                    ReleaseCase{policy::Release::person, false, Action::block, true},
                    ReleaseCase{policy::Release::person, true, Action::flag, true},
                    ReleaseCase{policy::Release::person, true, Action::block, true},
                    ReleaseCase{policy::Release::person, true, Action::redact, false},
                    ReleaseCase{policy::Release::consent, false, Action::flag, false},
                    ReleaseCase{policy::Release::nobody, false, Action::block, false}));

TEST(Judgement, APersonMayAlwaysCover) {
  auto policy = with(RegionKind::face, Action::block);
  policy.locked = true;
  policy.release = policy::Release::nobody;
  const auto made = judged({region(RegionKind::face), Decision::What::cover}, policy);
  EXPECT_TRUE(made.redacted);
  EXPECT_TRUE(undecided({made}).empty());
  EXPECT_EQ(undecided({judged(region(RegionKind::face), policy)}).size(), 1u);
}

TEST(Judgement, NamesWhatHoldsThePhotoBack) {
  const std::vector<JudgedRegion> regions = {known(RegionKind::screen, {0, 0, 9, 9}),
                                             known(RegionKind::wristband, {0, 0, 9, 9}),
                                             known(RegionKind::wristband, {50, 0, 9, 9})};
  EXPECT_EQ(inWords({&regions[0], &regions[1], &regions[2]}), "screen (1), wristband (2)");
}

class UnknownOnes : public testing::Test {
protected:
  bool isUnknown(RegionKind kind, Rect box) const {
    return !unknownOnes({region(kind, box)}, known_, covers_, policy_).empty();
  }
  Policy policy_;
  std::vector<JudgedRegion> known_;
  std::vector<Rect> covers_;
};

TEST_F(UnknownOnes, LeaveOutWhatWasFoundBefore) {
  known_ = {known(RegionKind::face, {100, 100, 50, 60})};
  EXPECT_FALSE(isUnknown(RegionKind::face, {103, 98, 50, 60}));
  EXPECT_TRUE(isUnknown(RegionKind::face, {200, 100, 50, 60}));
  EXPECT_TRUE(isUnknown(RegionKind::text, {100, 100, 50, 60})) << "another kind";
}

TEST_F(UnknownOnes, LeaveOutLinesOfTextInOtherPieces) {
  known_ = {known(RegionKind::text, {0, 0, 100, 20}), known(RegionKind::text, {100, 0, 100, 20})};
  EXPECT_FALSE(isUnknown(RegionKind::text, {0, 0, 200, 20}));
  EXPECT_FALSE(isUnknown(RegionKind::text, {10, 2, 30, 16}));
  EXPECT_TRUE(isUnknown(RegionKind::identifier, {10, 2, 30, 16})) << "it says more than text";
}

TEST_F(UnknownOnes, LeaveOutWhatLiesBelowCovers) {
  covers_ = {{0, 0, 100, 20}};
  EXPECT_FALSE(isUnknown(RegionKind::text, {-2, -2, 104, 24}));
  EXPECT_TRUE(isUnknown(RegionKind::identifier, {50, 0, 150, 20})) << "two thirds can be read";
  EXPECT_FALSE(isUnknown(RegionKind::screen, {-20, -10, 150, 50})) << "the cover looks like one";
}

TEST_F(UnknownOnes, LeaveOutTextThatCoversLookLike) {
  covers_ = {{0, 0, 100, 20}, {0, 40, 100, 20}};
  EXPECT_FALSE(isUnknown(RegionKind::text, {101, 10, 12, 13})) << "a corner";
  EXPECT_TRUE(isUnknown(RegionKind::text, {120, 10, 12, 13})) << "does not touch one";
  EXPECT_FALSE(isUnknown(RegionKind::text, {0, 0, 110, 60})) << "nothing can be read in it";
  auto readable = region(RegionKind::text, {0, 0, 110, 60});
  readable.value = "Ward 5";
  EXPECT_FALSE(unknownOnes({readable}, known_, covers_, {}).empty());
}

TEST_F(UnknownOnes, KeepWhatStandsBesideWhatIsCovered) {
  known_ = {known(RegionKind::face, {100, 100, 50, 60}, true)};
  covers_ = {{100, 100, 50, 60}};
  EXPECT_TRUE(isUnknown(RegionKind::face, {130, 100, 50, 60}))
      << "a face that was covered in part can be seen";
}

// A regions file calls a wristband a paper, to which the policy does nothing.
TEST_F(UnknownOnes, KeepWhatThePolicyTreatsMoreStrictlyThanWhatIsKnownThere) {
  known_ = {known(RegionKind::document, {100, 100, 200, 60})};
  EXPECT_FALSE(isUnknown(RegionKind::wristband, {100, 100, 200, 60}));
  for (const auto action : {Action::redact, Action::block}) {
    policy_ = with(RegionKind::wristband, action);
    EXPECT_TRUE(isUnknown(RegionKind::wristband, {100, 100, 200, 60}));
  }
}

TEST_F(UnknownOnes, KeepWhatALockedPolicyLetsNobodyRelease) {
  policy_ = with(RegionKind::wristband, Action::redact);
  known_ = {judged({region(RegionKind::document, {100, 100, 200, 60}), Decision::What::release},
                   policy_)};
  EXPECT_FALSE(isUnknown(RegionKind::wristband, {100, 100, 200, 60})) << "a person's decision";
  policy_.locked = true;
  EXPECT_TRUE(isUnknown(RegionKind::wristband, {100, 100, 200, 60}));
  known_[0].releasedBy = "consent C-1";
  EXPECT_FALSE(isUnknown(RegionKind::wristband, {100, 100, 200, 60}));
}

TEST(CanWaitForTheCopy, WhatIsMostlyCoveredAndNeedNotBe) {
  const std::vector<Rect> covers = {{0, 0, 80, 100}};
  const auto canWait = [&](RegionKind kind, const Policy& policy, Rect box = {0, 0, 100, 100}) {
    return canWaitForTheCopy(judged(region(kind, box), policy), {}, covers);
  };
  EXPECT_TRUE(canWait(RegionKind::face, {}));
  EXPECT_FALSE(canWait(RegionKind::face, {}, {300, 0, 100, 100})) << "nothing is covered";
  EXPECT_FALSE(canWait(RegionKind::screen, {})) << "looks like a cover";
  EXPECT_TRUE(canWait(RegionKind::screen, {}, {0, 0, 82, 100}));
  for (const auto action : {Action::redact, Action::block})
    EXPECT_FALSE(canWait(RegionKind::face, with(RegionKind::face, action)));
}

TEST(CanWaitForTheCopy, WhatWillBeCoveredItself) {
  const auto policy = with(RegionKind::face, Action::block);
  const auto found = judged(region(RegionKind::face), policy);
  EXPECT_TRUE(canWaitForTheCopy(found, {known(RegionKind::face, {10, 20, 30, 40}, true)}, {}));
  EXPECT_FALSE(canWaitForTheCopy(found, {known(RegionKind::face, {10, 20, 30, 39}, true)}, {}));
  EXPECT_FALSE(canWaitForTheCopy(found, {known(RegionKind::face, {10, 20, 30, 40})}, {}));
}

} // namespace
} // namespace photoscrub::scrub
