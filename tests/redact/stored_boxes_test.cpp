#include "redact/stored_boxes.h"

#include <limits>

#include <gmock/gmock.h>

namespace photoscrub::redact {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(StoredBoxes, CutsBoxesToThePictureAndDropsThoseOutside) {
  constexpr int kMost = std::numeric_limits<int>::max();
  constexpr int kLeast = std::numeric_limits<int>::min();
  const auto boxes = [](Rect box) {
    return storedBoxes({Orientation::normal, solidCovers({box})}, {40, 30});
  };
  EXPECT_THAT(boxes({35, 25, 10, 10}), ElementsAre(Rect{35, 25, 5, 5}));
  EXPECT_THAT(boxes({-5, -5, 10, 10}), ElementsAre(Rect{0, 0, 5, 5}));
  EXPECT_THAT(boxes({-5, 0, kMost, kMost}), ElementsAre(Rect{0, 0, 40, 30}));
  EXPECT_THAT(boxes({kMost, kMost, kMost, kMost}), IsEmpty());
  EXPECT_THAT(boxes({kLeast, 0, kMost, 5}), IsEmpty());
  EXPECT_THAT(boxes({3, 3, -2, 5}), IsEmpty());
  EXPECT_THAT(boxes({3, 3, 0, 5}), IsEmpty());
}

TEST(StoredBoxes, CutsInUprightPixelsBeforeItTurns) {
  EXPECT_THAT(storedBoxes({Orientation::turned90, solidCovers({{20, 30, 50, 50}})}, {40, 30}),
              ElementsAre(Rect{30, 0, 10, 10}));
}

} // namespace photoscrub::redact
