#include "detect/drawn.h"
#include "detect/outlines.h"
#include "detect/surfaces/strip_print.h"
#include "detect/surfaces/surface_growth.h"
#include "detect/surfaces/surface_kind.h"
#include "detect/surfaces/surface_strips.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace photoscrub::detect::testing {
namespace {

/// A patchwork of dark colours, as a room is: no large even area beside the thing that is tested.
cv::Mat room() {
  cv::Mat picture(480, 640, CV_8UC3);
  for (int y = 0; y < picture.rows; y += 40)
    for (int x = 0; x < picture.cols; x += 40)
      cv::rectangle(picture, cv::Rect(x, y, 40, 40),
                    cv::Scalar(30 + (x * 7 + y * 3) % 70, 20 + (x * 5 + y * 11) % 80,
                               40 + (x * 3 + y * 13) % 60),
                    cv::FILLED);
  return picture;
}

struct Placed {
  cv::Point middle;
  cv::Size size;
  double degrees = 0;

  cv::Point2d at(double along, double down) const {
    const double angle = degrees * std::numbers::pi / 180;
    const double x = along * size.width, y = down * size.height;
    return {middle.x + x * std::cos(angle) - y * std::sin(angle),
            middle.y + x * std::sin(angle) + y * std::cos(angle)};
  }
};

void fill(cv::Mat& picture, const Placed& place, const cv::Rect2d& part, const cv::Scalar& colour) {
  std::vector<cv::Point> corners;
  for (const auto& corner : std::array<cv::Point2d, 4>{
           part.tl(), {part.br().x, part.y}, part.br(), {part.x, part.br().y}})
    corners.emplace_back(place.at(corner.x, corner.y));
  cv::fillConvexPoly(picture, corners, colour, cv::LINE_AA);
}

/// Draws strokes for the letters of a line over `part` of the placed thing, and tells where it is.
Region line(cv::Mat& picture, const Placed& place, const cv::Rect2d& part) {
  // A stroke of two pixels every six: letters cover less than half of their line.
  for (double x = part.x; x < part.br().x; x += 6.0 / place.size.width)
    cv::line(picture, cv::Point(place.at(x, part.y + part.height * 0.2)),
             cv::Point(place.at(x, part.y + part.height * 0.8)), cv::Scalar(20, 20, 20), 2);
  Region region;
  region.kind = RegionKind::text;
  region.label = "text";
  for (const auto& corner : std::array<cv::Point2d, 4>{
           part.tl(), {part.br().x, part.y}, part.br(), {part.x, part.br().y}}) {
    const auto at = place.at(corner.x, corner.y);
    region.polygon.push_back(
        {static_cast<int>(std::lround(at.x)), static_cast<int>(std::lround(at.y))});
  }
  region.box = boxAround(region.polygon);
  return region;
}

constexpr double kAll = 0.5; // a thing reaches this far from its middle, in parts of its size
const cv::Rect2d kWhole(-kAll, -kAll, 1, 1);

std::vector<Region> surfaces(const cv::Mat& picture, const std::vector<Region>& found) {
  return run(*makeSurfaces(), pictureOf(picture), found);
}

/// Share of the placed thing that lies in the outline.
double covered(const Region& region, const Placed& place) {
  std::vector<cv::Point> outline;
  for (const auto& point : region.polygon)
    outline.emplace_back(point.x, point.y);
  int inside = 0, all = 0;
  for (double x = -0.48; x < 0.5; x += 0.04)
    for (double y = -0.48; y < 0.5; y += 0.04, ++all)
      inside += cv::pointPolygonTest(outline, cv::Point2f(place.at(x, y)), false) >= 0;
  return static_cast<double>(inside) / all;
}

TEST(Surfaces, ABandIsFoundWithItsBlankEndsAtAnyAngle) {
  for (const double degrees : {0.0, 20.0, 65.0, 90.0, 160.0}) {
    auto picture = room();
    const Placed band{{320, 240}, {380, 44}, degrees};
    fill(picture, band, kWhole, cv::Scalar(225, 230, 232));
    const std::vector<Region> found{line(picture, band, {-0.2, -0.4, 0.4, 0.3}),
                                    line(picture, band, {-0.2, 0.05, 0.4, 0.3})};
    const auto regions = surfaces(picture, found);
    ASSERT_EQ(regions.size(), 1u) << degrees;
    EXPECT_EQ(regions[0].kind, RegionKind::wristband) << degrees;
    EXPECT_GT(covered(regions[0], band), 0.95) << degrees;
    EXPECT_LT(regions[0].box.area(), 1.5 * 420 * 420) << degrees;
  }
}

TEST(Surfaces, ABandAroundAnArmIsToldFromALabel) {
  for (const bool worn : {true, false}) {
    auto picture = room();
    const Placed band{{320, 240}, {220, 100}, 30};
    if (worn)
      fill(picture, {band.middle, {220, 700}, 30}, kWhole, cv::Scalar(120, 150, 200));
    fill(picture, band, kWhole, cv::Scalar(230, 230, 230));
    std::vector<Region> found;
    for (const double down : {-0.4, -0.1, 0.2})
      found.push_back(line(picture, band, {-0.4, down, 0.8, 0.22}));
    const auto regions = surfaces(picture, found);
    ASSERT_EQ(regions.size(), 1u);
    EXPECT_EQ(regions[0].kind == RegionKind::wristband, worn);
    EXPECT_GT(covered(regions[0], band), 0.95);
  }
}

/// A card with a portrait and three lines, which it appends to `found`.
void drawBadge(cv::Mat& picture, const Placed& card, std::vector<Region>& found) {
  fill(picture, card, kWhole, cv::Scalar(235, 235, 235));
  fill(picture, card, {-0.25, -0.4, 0.5, 0.4}, cv::Scalar(110, 110, 110));
  found.push_back(line(picture, card, {-0.35, 0.1, 0.7, 0.08}));
  found.push_back(line(picture, card, {-0.35, 0.22, 0.6, 0.08}));
  found.push_back(line(picture, card, {-0.35, 0.34, 0.6, 0.08}));
}

Region framed(const Placed& place, const cv::Rect2d& part, RegionKind kind) {
  cv::Mat nowhere(1, 1, CV_8UC3);
  auto region = line(nowhere, place, part);
  region.kind = kind;
  return region;
}

TEST(Surfaces, ACardWithAPortraitIsABadge) {
  auto picture = room();
  const Placed card{{300, 240}, {130, 200}, 8};
  std::vector<Region> found;
  drawBadge(picture, card, found);
  const auto regions = surfaces(picture, found);
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].kind, RegionKind::badge);
  EXPECT_GT(covered(regions[0], card), 0.95);
}

TEST(Surfaces, APortraitTakenForLettersIsStillOne) {
  auto picture = room();
  const Placed card{{300, 240}, {130, 200}, 8};
  std::vector<Region> found;
  drawBadge(picture, card, found);
  found.push_back(framed(card, {-0.25, -0.4, 0.5, 0.4}, RegionKind::text));
  const auto regions = surfaces(picture, found);
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].kind, RegionKind::badge);
}

TEST(Surfaces, ABadgeOnALargeBoardIsBoth) {
  auto picture = room();
  const Placed board{{320, 240}, {560, 400}, 0};
  fill(picture, board, kWhole, cv::Scalar(150, 190, 160));
  std::vector<Region> found;
  for (const double down : {-0.4, -0.3, 0.3, 0.4})
    found.push_back(line(picture, board, {-0.4, down - 0.03, 0.8, 0.06}));
  drawBadge(picture, {{300, 240}, {90, 140}, 20}, found);
  const auto regions = surfaces(picture, found);
  ASSERT_EQ(regions.size(), 2u);
  EXPECT_NE(regions[0].kind == RegionKind::badge, regions[1].kind == RegionKind::badge);
}

TEST(Surfaces, ANoteOnAWallWithLettersIsOneOfItsOwn) {
  cv::Mat picture(480, 640, CV_8UC3, cv::Scalar(170, 175, 172));
  cv::rectangle(picture, cv::Rect(0, 0, 640, 60), cv::Scalar(40, 40, 40), cv::FILLED);
  cv::rectangle(picture, cv::Rect(0, 0, 60, 480), cv::Scalar(40, 40, 40), cv::FILLED);
  const Placed wall{{350, 270}, {560, 400}, 0};
  std::vector<Region> found;
  for (const double down : {-0.4, -0.3, 0.3, 0.4})
    found.push_back(line(picture, wall, {-0.4, down - 0.03, 0.8, 0.06}));
  const Placed note{{350, 270}, {110, 110}, 4};
  fill(picture, note, kWhole, cv::Scalar(110, 225, 240));
  for (const double down : {-0.3, -0.05, 0.2})
    found.push_back(line(picture, note, {-0.4, down, 0.8, 0.13}));
  const auto regions = surfaces(picture, found);
  EXPECT_TRUE(std::any_of(regions.begin(), regions.end(), [&](const Region& region) {
    return region.label == "note" && region.box.width < 160 && covered(region, note) > 0.95;
  }));
}

TEST(Surfaces, ABlockOfTextTakenForACodeHidesNoBand) {
  auto picture = room();
  const Placed band{{320, 240}, {220, 100}, 30};
  fill(picture, {band.middle, {220, 700}, 30}, kWhole, cv::Scalar(120, 150, 200));
  fill(picture, band, kWhole, cv::Scalar(230, 230, 230));
  std::vector<Region> found;
  for (const double down : {-0.4, -0.1, 0.2})
    found.push_back(line(picture, band, {-0.4, down, 0.8, 0.22}));
  found.push_back(framed(band, {-0.6, -1.2, 1.2, 2.4}, RegionKind::barcode));
  const auto regions = surfaces(picture, found);
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].kind, RegionKind::wristband);
}

TEST(Surfaces, SquaresOfACodeAreNoLines) {
  auto picture = room();
  const Placed band{{320, 240}, {220, 100}, 30};
  fill(picture, {band.middle, {220, 700}, 30}, kWhole, cv::Scalar(120, 150, 200));
  fill(picture, band, kWhole, cv::Scalar(230, 230, 230));
  std::vector<Region> found{framed(band, {0.1, -0.3, 0.25, 0.55}, RegionKind::barcode)};
  for (const double down : {-0.35, 0.05})
    found.push_back(line(picture, band, {-0.4, down, 0.45, 0.25}));
  for (const double along : {0.12, 0.17, 0.22, 0.27})
    for (const double down : {-0.25, -0.1, 0.05})
      found.push_back(framed(band, {along, down, 0.04, 0.09}, RegionKind::text));
  const auto regions = surfaces(picture, found);
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].kind, RegionKind::wristband);
}

TEST(Surfaces, ATwoColouredThingIsOne) {
  auto picture = room();
  const Placed sheet{{320, 240}, {200, 260}, -10};
  fill(picture, sheet, kWhole, cv::Scalar(235, 235, 235));
  fill(picture, sheet, {-0.5, -0.5, 1, 0.2}, cv::Scalar(150, 90, 30));
  std::vector<Region> found{line(picture, sheet, {-0.4, -0.45, 0.6, 0.1})};
  for (const double down : {-0.2, 0.0, 0.2})
    found.push_back(line(picture, sheet, {-0.4, down, 0.8, 0.08}));
  const auto regions = surfaces(picture, found);
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_GT(covered(regions[0], sheet), 0.95);
}

TEST(Surfaces, AWallIsNoThing) {
  cv::Mat wall(480, 640, CV_8UC3, cv::Scalar(220, 220, 220));
  const Placed place{{320, 240}, {200, 60}, 0};
  const std::vector<Region> found{line(wall, place, {-0.5, -0.4, 1, 0.3}),
                                  line(wall, place, {-0.5, 0.1, 1, 0.3})};
  EXPECT_TRUE(surfaces(wall, found).empty());
}

TEST(Surfaces, NothingIsLookedForWithoutPrint) {
  auto picture = room();
  fill(picture, {{320, 240}, {200, 100}, 0}, kWhole, cv::Scalar(230, 230, 230));
  EXPECT_TRUE(surfaces(picture, {}).empty());
}

/// A strip 300 pixels long with strokes for print between two parts of its length.
struct StripPicture {
  cv::Mat pixels = room();
  Placed place{{320, 240}, {300, 34}, 25};

  StripPicture(const cv::Scalar& ground, double from, double to) {
    fill(pixels, place, kWhole, ground);
    for (const double down : {-0.3, -0.05, 0.2})
      for (double x = from; x < to; x += 4.0 / place.size.width)
        cv::line(pixels, cv::Point(place.at(x, down)), cv::Point(place.at(x, down + 0.15)),
                 ground * 0.2);
  }
  std::vector<Strip> strips() const { return printedStrips(pixels, pixels); }
};

TEST(PrintedStrips, ABandWithPrintTooSmallToReadIsFoundWithoutLines) {
  const StripPicture band({225, 228, 230}, -0.15, 0.2);
  const auto strips = band.strips();
  ASSERT_EQ(strips.size(), 1u);
  EXPECT_NEAR(strips[0].shape.longSide(), 300, 12);
  EXPECT_NEAR(strips[0].shape.shortSide(), 34, 6);
  const auto regions = surfaces(band.pixels, {});
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].kind, RegionKind::wristband);
  EXPECT_GT(covered(regions[0], band.place), 0.95);
}

TEST(PrintedStrips, ABlankStripIsNone) {
  EXPECT_TRUE(StripPicture({225, 228, 230}, 0, 0).strips().empty());
}

TEST(PrintedStrips, OneThatIsPrintedOverItsWholeLengthIsNone) {
  EXPECT_TRUE(StripPicture({225, 228, 230}, -0.5, 0.5).strips().empty());
}

TEST(PrintedStrips, OneOfAStrongColourIsNone) {
  EXPECT_TRUE(StripPicture({20, 200, 250}, -0.15, 0.2).strips().empty());
}

TEST(PrintedStrips, ARowOfALargerThingIsNone) {
  StripPicture rows({225, 228, 230}, -0.15, 0.2);
  const Placed sheet{{320, 240}, {340, 200}, 25};
  fill(rows.pixels, sheet, kWhole, cv::Scalar(150, 152, 155));
  std::vector<Region> found;
  for (const double down : {-0.4, -0.25, 0.25, 0.4})
    found.push_back(line(rows.pixels, sheet, {-0.4, down - 0.05, 0.8, 0.1}));
  const StripPicture row({225, 228, 230}, -0.15, 0.2);
  cv::Mat mask(rows.pixels.size(), CV_8UC1, cv::Scalar(0)), where(rows.pixels.size(), CV_8UC3);
  where.setTo(0);
  fill(where, row.place, kWhole, cv::Scalar(255, 255, 255));
  cv::extractChannel(where, mask, 0);
  row.pixels.copyTo(rows.pixels, mask);
  ASSERT_EQ(printedStrips(rows.pixels, rows.pixels).size(), 1u);
  for (const auto& region : surfaces(rows.pixels, found))
    EXPECT_NE(region.kind, RegionKind::wristband);
}

TEST(StripPrint, SeesItInAPictureLargerThanTheOneTheStripWasFoundIn) {
  const StripPicture band({225, 228, 230}, -0.15, 0.2);
  cv::Mat large;
  cv::resize(band.pixels, large, cv::Size(), 2, 2, cv::INTER_CUBIC);
  const cv::RotatedRect frame(cv::Point2f(320, 240), cv::Size2f(300, 34), 25);
  EXPECT_TRUE(printInTheMiddle(frame, large, 2).has_value());
  EXPECT_FALSE(printInTheMiddle({{100, 100}, {150, 17}, 25}, large, 2).has_value());
}

TEST(SurfaceShape, IsCutLooseFromWhatItTouches) {
  cv::Mat1b mask(200, 300, uchar{0});
  cv::rectangle(mask, cv::Rect(20, 80, 120, 40), 255, cv::FILLED);
  cv::rectangle(mask, cv::Rect(139, 95, 12, 10), 255, cv::FILLED); // the contact
  cv::rectangle(mask, cv::Rect(150, 10, 140, 180), 255, cv::FILLED);
  const auto cut = shapeCutLoose(mask, {100, 50}, {180, 150}, 10);
  ASSERT_TRUE(cut.has_value());
  EXPECT_NEAR(cut->longSide(), 120, 12);
  EXPECT_NEAR(cut->shortSide(), 40, 4);
  EXPECT_NEAR(cut->frame.center.x, 100 + 80, 6);
  EXPECT_FALSE(shapeCutLoose(mask, {100, 50}, {110, 60}, 10).has_value());
  EXPECT_FALSE(shapeCutLoose(mask, {100, 50}, {5000, 60}, 10).has_value());
}

TEST(SurfaceGrowth, FollowsShadingAndStopsAtAStep) {
  cv::Mat picture(100, 400, CV_8UC3);
  for (int x = 0; x < picture.cols; ++x)
    picture.col(x).setTo(cv::Scalar::all(x < 300 ? 230 - x / 3 : 40));
  const auto smooth = surfacePicture(picture);
  SurfaceGrowth growth(smooth, 6);
  ASSERT_EQ(growth.grow({{cv::Point(10, 50)}, smooth.lab.at<cv::Vec3b>(50, 10)}), 0);
  EXPECT_NEAR(growth.extent(0).width, 300, 3);
  EXPECT_EQ(growth.grow({{cv::Point(200, 20)}, smooth.lab.at<cv::Vec3b>(20, 200)}), 0);
}

SurfaceTraits printedTraits() {
  SurfaceTraits traits;
  traits.lightness = 220;
  traits.lines = 3;
  traits.lineHeight = 0.2;
  traits.alongLong = 1;
  traits.darkPrint = 1;
  return traits;
}

TEST(SurfaceKind, AStripWithOneTallLineOfLettersIsASign) {
  auto sign = printedTraits();
  sign.aspect = 7;
  EXPECT_EQ(kindOf(sign).kind, RegionKind::wristband);
  sign.lines = 1;
  sign.lineHeight = 0.7;
  EXPECT_EQ(kindOf(sign).kind, RegionKind::document);
}

TEST(SurfaceKind, WhiteLettersOnAColourAreNoBand) {
  auto sign = printedTraits();
  sign.aspect = 7;
  sign.darkPrint = 0;
  EXPECT_EQ(kindOf(sign).kind, RegionKind::document);
  sign.darkPrint = 1;
  sign.tint = 60;
  EXPECT_EQ(kindOf(sign).kind, RegionKind::document);
}

TEST(SurfaceKind, ASignIsLessSurelyPaperThanALabel) {
  auto label = printedTraits();
  label.aspect = 2;
  label.lineHeight = 0.1;
  const auto sure = kindOf(label).sure;
  label.darkPrint = 0;
  EXPECT_LT(kindOf(label).sure, 0.7 * sure);
}

TEST(SurfaceKind, ANoteOnStrongYellowIsAsSurelyOneAsOnPale) {
  auto note = printedTraits();
  note.aspect = 1.1;
  note.lineHeight = 0.1;
  note.tint = 20;
  const auto pale = kindOf(note);
  note.tint = 60;
  EXPECT_EQ(pale.label, "note");
  EXPECT_EQ(kindOf(note).label, "note");
  EXPECT_EQ(kindOf(note).sure, pale.sure);
}

TEST(SurfaceKind, SmallEvenPrintIsAScreenAndTallUnevenWritingABoard) {
  auto traits = printedTraits();
  traits.aspect = 1.5;
  traits.photoShare = 0.3;
  traits.lines = 25;
  traits.lineHeight = 0.04;
  traits.heightSpread = 0.04;
  traits.dark = 0.8;
  EXPECT_EQ(kindOf(traits).kind, RegionKind::screen);
  traits.lineHeight = 0.07;
  traits.heightSpread = 0.1;
  traits.dark = 0.3;
  EXPECT_EQ(kindOf(traits).label, "whiteboard");
}

} // namespace
} // namespace photoscrub::detect::testing
