#include "annotate/legend.h"

#include <gtest/gtest.h>

namespace photoscrub::annotate {
namespace {

using detect::Region;
using detect::RegionKind;

Region of(RegionKind kind, std::string label = "") {
  Region region;
  region.kind = kind;
  region.label = std::move(label);
  return region;
}

TEST(Marks, CountEachKindByItself) {
  const std::vector<Region> regions = {of(RegionKind::face), of(RegionKind::face),
                                       of(RegionKind::text), of(RegionKind::barcode)};
  std::vector<std::string> marks;
  for (const auto& one : marked(regions))
    marks.push_back(one.mark);
  EXPECT_EQ(marks, (std::vector<std::string>{"F1", "F2", "T1", "C1"}));
}

TEST(Marks, HaveALetterAndAColourOfTheirOwn) {
  for (int i = 0; i < detect::kRegionKinds; ++i)
    for (int j = 0; j < i; ++j) {
      const auto& a = styleOf(static_cast<RegionKind>(i));
      const auto& b = styleOf(static_cast<RegionKind>(j));
      EXPECT_EQ(static_cast<int>(a.kind), i);
      EXPECT_NE(a.letter, b.letter);
      EXPECT_NE(a.colour, b.colour);
    }
}

TEST(Legend, GrowsWithTheKindsAndNotWithEqualEntries) {
  const std::vector<Region> one = {of(RegionKind::text, "text")};
  const std::vector<Region> many(50, of(RegionKind::text, "text"));
  const std::vector<Region> two = {of(RegionKind::text), of(RegionKind::face)};
  EXPECT_EQ(legend(marked(one), 800).rows, legend(marked(many), 800).rows);
  EXPECT_LT(legend(marked(one), 800).rows, legend(marked(two), 800).rows);
}

TEST(Legend, WrapsWhatIsTooLong) {
  std::vector<Region> regions;
  for (int i = 0; i < 20; ++i)
    regions.push_back(of(RegionKind::identifier, i % 2 == 0 ? "NHS number" : "date of birth"));
  const auto list = legend(marked(regions), 800);
  EXPECT_EQ(list.cols, 800);
  EXPECT_GT(list.rows, legend(marked({regions[0]}), 800).rows);
}

TEST(Legend, SaysSoWhereNothingWasFound) {
  EXPECT_GT(legend({}, 800).rows, 0);
}

} // namespace
} // namespace photoscrub::annotate
