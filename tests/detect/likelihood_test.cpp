#include "detect/assemble.h"
#include "detect/likelihood.h"

#include <gtest/gtest.h>

namespace photoscrub::detect {
namespace {

TEST(Likelihood, NeverFallsAndStaysAShare) {
  for (int i = 0; i < kRegionKinds; ++i) {
    const auto kind = static_cast<RegionKind>(i);
    double last = 0;
    for (int step = 0; step <= 100; ++step) {
      const double right = likelihood(kind, step / 100.0);
      EXPECT_GE(right, last) << name(kind) << step;
      EXPECT_LE(right, 1);
      last = right;
    }
    EXPECT_GT(last, 0.9);
  }
}

TEST(Likelihood, LiesBetweenItsNeighbours) {
  const double low = likelihood(RegionKind::person, 0.3),
               high = likelihood(RegionKind::person, 0.5);
  EXPECT_NEAR(likelihood(RegionKind::person, 0.4), (low + high) / 2, 1e-9);
}

TEST(Likelihood, OfAnIdentifierIsItsOwnScore) {
  EXPECT_EQ(likelihood(RegionKind::identifier, 0.42), 0.42);
}

TEST(Likelihood, IsWhatIsReported) {
  Region face;
  face.kind = RegionKind::face;
  face.box = {0, 0, 10, 10};
  face.score = 0.6;
  const auto reported = assemble({face});
  ASSERT_EQ(reported.size(), 1u);
  EXPECT_EQ(reported[0].score, likelihood(RegionKind::face, 0.6));
}

} // namespace
} // namespace photoscrub::detect
