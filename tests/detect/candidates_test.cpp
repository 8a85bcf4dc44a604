#include "detect/candidates.h"

#include <gtest/gtest.h>

namespace photoscrub::detect {
namespace {

TEST(Candidates, TheBestOfOverlappingOnesStays) {
  const auto kept = keepBest({{{10, 10, 20, 20}, 0.6, 0}, {{11, 10, 20, 20}, 0.9, 0}}, {0.45, 1});
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].score, 0.9);
}

TEST(Candidates, GroupsDoNotTouchEachOther) {
  EXPECT_EQ(keepBest({{{10, 10, 20, 20}, 0.6, 0}, {{10, 10, 20, 20}, 0.9, 1}}, {0.45, 1}).size(),
            2u);
}

TEST(Candidates, PartInsideABetterOneGoesOnlyWhenAsked) {
  const std::vector<Candidate> pair = {{{0, 0, 100, 100}, 0.9, 0}, {{10, 10, 30, 30}, 0.8, 0}};
  EXPECT_EQ(keepBest(pair, {0.45, 1}).size(), 2u);
  EXPECT_EQ(keepBest(pair, {0.45, 0.7}).size(), 1u);
}

} // namespace
} // namespace photoscrub::detect
