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

TEST(Candidates, SeenInEveryLookAreSurer) {
  const auto things = agreed(
      {{{{0, 0, 50, 50}, 0.8, 0}, {{200, 0, 50, 50}, 0.8, 0}}, {{{4, 0, 50, 50}, 0.6, 0}}}, 0.5);
  ASSERT_EQ(things.size(), 2u);
  EXPECT_NEAR(things[0].score, 0.7, 1e-9);
  EXPECT_EQ(things[0].box, cv::Rect2d(0, 0, 50, 50));
  EXPECT_NEAR(things[1].score, 0.4, 1e-9);
}

TEST(Candidates, OfAnotherGroupConfirmNothing) {
  const auto things = agreed({{{{0, 0, 50, 50}, 0.8, 0}}, {{{0, 0, 50, 50}, 0.6, 1}}}, 0.5);
  ASSERT_EQ(things.size(), 2u);
  EXPECT_NEAR(things[0].score, 0.4, 1e-9);
}

} // namespace
} // namespace photoscrub::detect
