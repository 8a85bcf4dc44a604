#include "detect/assemble.h"
#include "detect/sensitivity.h"

#include <gmock/gmock.h>

namespace photoscrub::detect {
namespace {

constexpr Sensitivity kAll[] = {Sensitivity::high, Sensitivity::normal, Sensitivity::low};

TEST(Sensitivity, IsCalledByNames) {
  for (const auto sensitivity : kAll)
    EXPECT_EQ(sensitivityFrom(name(sensitivity)), sensitivity);
  EXPECT_FALSE(sensitivityFrom("medium"));
}

TEST(Sensitivity, AsksForMoreTheLowerItIs) {
  for (int i = 0; i < kRegionKinds; ++i) {
    const auto kind = static_cast<RegionKind>(i);
    EXPECT_LE(leastScore(kind, Sensitivity::high), leastScore(kind, Sensitivity::normal));
    EXPECT_LE(leastScore(kind, Sensitivity::normal), leastScore(kind, Sensitivity::low));
  }
}

TEST(Sensitivity, NeverDropsAnIdentifier) {
  Region region;
  region.kind = RegionKind::identifier;
  region.box = {0, 0, 10, 10};
  region.score = 0;
  EXPECT_EQ(assemble({region}, Sensitivity::low).size(), 1u);
}

TEST(Sensitivity, DecidesWhatIsReported) {
  Region unsure;
  unsure.kind = RegionKind::face;
  unsure.box = {0, 0, 10, 10};
  unsure.score = leastScore(RegionKind::face, Sensitivity::low) - 0.01;
  EXPECT_EQ(assemble({unsure}, Sensitivity::high).size(), 1u);
  EXPECT_TRUE(assemble({unsure}, Sensitivity::low).empty());
}

} // namespace
} // namespace photoscrub::detect
