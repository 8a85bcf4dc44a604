#include "annotate/annotate.h"
#include "imaging/picture.h"

#include <gtest/gtest.h>

namespace photoscrub::annotate {
namespace {

using detect::Region;
using detect::RegionKind;

/// A picture of one colour, as large as it is shown.
imaging::Picture plain(Size size, std::array<std::uint8_t, 3> bgr) {
  imaging::Picture picture;
  picture.image = imaging::Image(size, 3);
  picture.fullSize = size;
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      std::copy(bgr.begin(), bgr.end(), picture.image.row(y) + 3 * x);
  return picture;
}

Region regionAt(RegionKind kind, Rect box) {
  Region region;
  region.kind = kind;
  region.box = box;
  region.score = 1;
  return region;
}

imaging::Picture draw(const imaging::Picture& picture, const std::vector<Region>& regions,
                      bool showContent = false) {
  const auto file = annotated(picture, regions, {showContent});
  EXPECT_TRUE(file.ok());
  auto read = imaging::decodePicture(file.value(), {}, {});
  EXPECT_TRUE(read.ok());
  return std::move(read).value();
}

std::array<int, 3> pixel(imaging::Picture& picture, int x, int y) {
  const auto* at = picture.image.row(y) + 3 * x;
  return {at[0], at[1], at[2]};
}

const std::array<int, 3> kBlue = {200, 40, 10};

class Annotated : public ::testing::Test {
protected:
  imaging::Picture photo = plain({1000, 800}, {200, 40, 10});
};

TEST_F(Annotated, LeavesThePhotoOutsideTheBoxesAsItIs) {
  auto drawing = draw(photo, {regionAt(RegionKind::face, {300, 300, 200, 200})});
  EXPECT_EQ(pixel(drawing, 10, 10), kBlue);
  EXPECT_EQ(pixel(drawing, 700, 400), kBlue);
}

TEST_F(Annotated, CoversWhatIsInsideABox) {
  auto drawing = draw(photo, {regionAt(RegionKind::face, {300, 300, 200, 200})});
  for (const auto& [x, y] : {std::pair{310, 310}, {400, 400}, {490, 490}})
    EXPECT_NE(pixel(drawing, x, y), kBlue) << x;
}

TEST_F(Annotated, ShowsWhatIsInsideABoxOnRequest) {
  auto drawing = draw(photo, {regionAt(RegionKind::face, {300, 300, 200, 200})}, true);
  EXPECT_EQ(pixel(drawing, 400, 400), kBlue);
}

TEST_F(Annotated, CoversAPolygonAndNotItsBox) {
  auto region = regionAt(RegionKind::text, {300, 300, 200, 200});
  region.polygon = {{400, 300}, {500, 400}, {400, 500}, {300, 400}};
  auto drawing = draw(photo, {region});
  EXPECT_NE(pixel(drawing, 400, 400), kBlue);
  EXPECT_EQ(pixel(drawing, 312, 490), kBlue);
}

TEST_F(Annotated, GivesKindsOutlinesThatDiffer) {
  auto drawing = draw(photo, {regionAt(RegionKind::face, {100, 300, 100, 100}),
                              regionAt(RegionKind::screen, {300, 300, 100, 100})});
  EXPECT_NE(pixel(drawing, 150, 400), pixel(drawing, 350, 400));
}

TEST_F(Annotated, AddsALegendBelow) {
  auto drawing = draw(photo, {regionAt(RegionKind::face, {100, 300, 100, 100})});
  EXPECT_EQ(drawing.fullSize.width, 1000);
  EXPECT_GT(drawing.fullSize.height, 800);
}

TEST_F(Annotated, ShrinksLargePhotosAndEnlargesSmallOnes) {
  auto large = plain({4000, 1000}, {1, 2, 3});
  EXPECT_EQ(draw(large, {}).fullSize.width, 1600);
  auto small = plain({100, 80}, {1, 2, 3});
  EXPECT_EQ(draw(small, {}).fullSize.width, 800);
}

TEST_F(Annotated, StandsBoxesAtAndBeyondTheEdge) {
  const auto file = annotated(photo,
                              {regionAt(RegionKind::face, {0, 0, 1000, 800}),
                               regionAt(RegionKind::text, {990, 790, 500, 500}),
                               regionAt(RegionKind::text, {-50, -50, 10, 10}),
                               regionAt(RegionKind::text, {5, 5, 0, 0})},
                              {});
  EXPECT_TRUE(file.ok());
}

TEST_F(Annotated, TellsNoValue) {
  auto region = regionAt(RegionKind::identifier, {300, 300, 200, 40});
  region.label = "NHS number";
  const auto without = annotated(photo, {region}, {});
  region.value = "9990000018";
  EXPECT_EQ(annotated(photo, {region}, {}).value(), without.value());
}

TEST_F(Annotated, DrawsOnGreyPictures) {
  imaging::Picture grey;
  grey.image = imaging::Image({900, 700}, 1);
  grey.fullSize = {900, 700};
  EXPECT_TRUE(annotated(grey, {regionAt(RegionKind::badge, {100, 100, 50, 50})}, {}).ok());
}

} // namespace
} // namespace photoscrub::annotate
