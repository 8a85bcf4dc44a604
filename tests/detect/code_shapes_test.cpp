// Codes pulled straight: bars followed along, bent outlines, modules found by their fixed patterns.
#include "detect/codes/bar_strip.h"
#include "detect/codes/bent_square.h"
#include "detect/codes/code_reader.h"
#include "detect/codes/module_grid.h"
#include "detect/drawn.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace photoscrub::detect::testing {
namespace {
using ZXing::BarcodeFormat;

cv::Mat greyOf(const cv::Mat& drawn) {
  cv::Mat grey;
  cv::cvtColor(drawn, grey, cv::COLOR_BGR2GRAY);
  return grey;
}

/// Bars that lean: each row is moved a little further right.
cv::Mat slantedBars() {
  auto drawn = paper(700, 400);
  paste(drawn, barcode(BarcodeFormat::Code128, "LAB1234567", {320, 110}), {150, 150});
  const cv::Matx23d slant(1, 0.2, -40, 0, 1, 0);
  cv::Mat result;
  cv::warpAffine(drawn, result, slant, drawn.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return greyOf(result);
}

Frame spotAt(cv::Point2f centre, float length, float height) {
  Frame frame;
  frame.centre = centre, frame.length = length, frame.height = height;
  return frame;
}

TEST(BarStrip, FollowsSlantedBarsAndReadsThem) {
  const auto strip = straightenBars(slantedBars(), spotAt({310, 205}, 240, 60));
  ASSERT_TRUE(strip);
  EXPECT_GT(likeness(*strip), 0.8);
  EXPECT_NEAR(strip->bottomShift - strip->topShift, 0.2 * (strip->bottom - strip->top), 4);
  const auto read = readBarRow(blackAndWhite(*strip, 0));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->value, "LAB1234567");
}

TEST(BarStrip, TheBarsReachAsFarAsTheyAreSeen) {
  const auto strip = straightenBars(slantedBars(), spotAt({310, 205}, 120, 60));
  ASSERT_TRUE(strip);
  const auto outline = strip->outline(strip->bars);
  const double length = cv::norm(outline[1] - outline[0]);
  EXPECT_GT(length, 230);
  EXPECT_LT(length, 330);
}

TEST(BarStrip, PrintIsNoBarCode) {
  auto drawn = paper(700, 400);
  write(drawn, "Please wash your hands", {100, 210}, 1);
  const auto strip = straightenBars(greyOf(drawn), spotAt({280, 200}, 300, 30));
  EXPECT_LT(strip ? likeness(*strip) : 0, 0.5);
}

TEST(BarStrip, RailingsAreNoBarCode) {
  cv::Mat grey(300, 600, CV_8U, cv::Scalar(220));
  for (int x = 100; x < 500; x += 12)
    cv::rectangle(grey, cv::Rect(x, 80, 6, 140), cv::Scalar(20), cv::FILLED);
  const auto strip = straightenBars(grey, spotAt({300, 150}, 380, 100));
  ASSERT_TRUE(strip);
  EXPECT_LT(likeness(*strip), 0.5);
}

/// A code on a cylinder: upright lines stay straight, level ones bend, the far side is squeezed.
cv::Mat aroundAWrist(BarcodeFormat format, const std::string& content) {
  auto drawn = paper(500, 500);
  paste(drawn, barcode(format, content, {220, 220}), {140, 140});
  const cv::Mat flat = greyOf(drawn);
  cv::Mat2f map(flat.size());
  constexpr float kRadius = 190, kTurn = 0.3F;
  for (int y = 0; y < flat.rows; ++y)
    for (int x = 0; x < flat.cols; ++x) {
      const float across =
          std::clamp((static_cast<float>(x) - 250) / kRadius + std::sin(kTurn), -0.99F, 0.99F);
      const float angle = std::asin(across) - kTurn;
      const float bend = 45 * (std::cos(angle + kTurn) - std::cos(kTurn));
      map(y, x) = {250 + angle * kRadius, static_cast<float>(y) - bend};
    }
  cv::Mat bent;
  cv::remap(flat, bent, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return bent;
}

std::string readByGrid(const cv::Mat& grey, const Frame& spot) {
  for (const auto& square : bentSquares(grey, spot))
    for (const auto& grid : findGrids(flattened(grey, square, 200), flatQuiet(200)))
      if (const auto read = readModules(grid.modules))
        return read->value;
  return "";
}

TEST(ModuleGrid, ReadsADataMatrixAroundAWrist) {
  const auto bent = aroundAWrist(BarcodeFormat::DataMatrix, "5050898999000001");
  EXPECT_EQ(readByGrid(bent, spotAt({250, 250}, 180, 190)), "5050898999000001");
}

TEST(ModuleGrid, ReadsAQrCodeAroundAWrist) {
  const auto bent = aroundAWrist(BarcodeFormat::QRCode, "WARD 7 BED 3");
  EXPECT_EQ(readByGrid(bent, spotAt({250, 250}, 180, 190)), "WARD 7 BED 3");
}

TEST(ModuleGrid, GivesTheModulesOfAFlatCode) {
  // Every module one pixel, then ten.
  cv::Mat1b code = greyOf(barcode(BarcodeFormat::QRCode, "X", {21, 21}));
  const cv::Mat1b dark(code < 128);
  code = code(cv::boundingRect(dark)).clone();
  ASSERT_EQ(code.cols, 21);
  constexpr int kModule = 10, kQuiet = 40;
  cv::Mat flat;
  cv::resize(code, flat, {}, kModule, kModule, cv::INTER_NEAREST);
  cv::copyMakeBorder(flat, flat, kQuiet, kQuiet, kQuiet, kQuiet, cv::BORDER_CONSTANT, {250});
  const auto grids = findGrids(flat, kQuiet);
  ASSERT_FALSE(grids.empty());
  EXPECT_GT(grids[0].fit, 0.9);
  ASSERT_EQ(grids[0].modules.size(), code.size());
  for (int y = 0; y < code.rows; ++y)
    for (int x = 0; x < code.cols; ++x)
      EXPECT_EQ(grids[0].modules(y, x) < 128, code(y, x) < 128) << y << ' ' << x;
}

TEST(ModuleGrid, NoCodeGivesNoGrid) {
  EXPECT_TRUE(findGrids(cv::Mat(272, 272, CV_8U, cv::Scalar(130)), 36).empty());
  auto drawn = paper(272, 272);
  write(drawn, "Ward", {40, 150}, 2);
  EXPECT_TRUE(findGrids(greyOf(drawn), 36).empty());
}

TEST(BentSquare, PointsBetweenStraightSidesLieOnAGrid) {
  BentSquare square;
  square.corners = {cv::Point2f(10, 20), {110, 20}, {110, 220}, {10, 220}};
  EXPECT_NEAR(square.at({0.25F, 0.5F}).x, 35, 1e-3);
  EXPECT_NEAR(square.at({0.25F, 0.5F}).y, 120, 1e-3);
}

TEST(BentSquare, SidesBowOutwards) {
  BentSquare square;
  square.corners = {cv::Point2f(0, 0), {100, 0}, {100, 100}, {0, 100}};
  square.bows = {8, 0, -4, 0};
  EXPECT_NEAR(square.at({0.5F, 0}).y, -8, 1e-3);
  EXPECT_NEAR(square.at({0.5F, 1}).y, 96, 1e-3);
  EXPECT_NEAR(square.at({0, 0}).y, 0, 1e-3);
}

TEST(BentSquare, FindsTheOutlineOfASpot) {
  cv::Mat grey(400, 400, CV_8U, cv::Scalar(220));
  cv::rectangle(grey, cv::Rect(120, 140, 140, 130), cv::Scalar(20), cv::FILLED);
  const auto squares = bentSquares(grey, spotAt({190, 205}, 150, 140));
  ASSERT_FALSE(squares.empty());
  const auto box = cv::boundingRect(
      std::vector<cv::Point2f>(squares[0].corners.begin(), squares[0].corners.end()));
  EXPECT_NEAR(box.x, 120, 4);
  EXPECT_NEAR(box.y, 140, 4);
  EXPECT_NEAR(box.width, 140, 8);
  EXPECT_NEAR(box.height, 130, 8);
}
} // namespace
} // namespace photoscrub::detect::testing
