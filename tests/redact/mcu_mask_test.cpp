#include "redact/mcu_mask.h"

#include <gtest/gtest.h>

namespace photoscrub::redact {

namespace {

constexpr McuGrid kPlain{{100, 60}, {16, 8}, {0, 0}};

int touchedCount(const McuMask& mask) {
  int count = 0;
  for (int row = 0; row < 8; ++row)
    for (int column = 0; column < 7; ++column)
      count += mask.touched(column, row) ? 1 : 0;
  return count;
}

} // namespace

TEST(McuMask, TouchesWhatABoxOverlapsAndNothingElse) {
  const McuMask exact(kPlain, {{16, 8, 16, 8}});
  EXPECT_TRUE(exact.touched(1, 1));
  EXPECT_EQ(touchedCount(exact), 1);
  const McuMask over(kPlain, {{15, 8, 18, 9}});
  EXPECT_EQ(touchedCount(over), 6);
}

TEST(McuMask, ReachesAsFarAsUpsamplingReads) {
  McuGrid grid = kPlain;
  grid.upsampling = {2, 0};
  EXPECT_EQ(touchedCount(McuMask(grid, {{18, 8, 12, 8}})), 1);
  EXPECT_EQ(touchedCount(McuMask(grid, {{17, 8, 13, 8}})), 2);
  EXPECT_EQ(touchedCount(McuMask(grid, {{18, 8, 13, 8}})), 2);
}

TEST(McuMask, CoversTheCutOffMcusAtTheEdge) {
  const McuMask mask(kPlain, {{99, 59, 1, 1}});
  EXPECT_TRUE(mask.touched(6, 7));
  EXPECT_EQ(touchedCount(mask), 1);
  EXPECT_EQ(touchedCount(McuMask(kPlain, {})), 0);
}

} // namespace photoscrub::redact
