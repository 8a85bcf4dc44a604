// Where codes may stand: edges summed up, spots, and what a spot looks like turned upright.
#include "detect/codes/code_spots.h"
#include "detect/codes/edge_cells.h"
#include "detect/codes/square_view.h"
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

cv::Mat withCode(BarcodeFormat format, cv::Size size, cv::Point at) {
  auto drawn = paper(900, 700);
  paste(drawn, barcode(format, "LAB1234567", size), at);
  return drawn;
}

cv::Mat turned(const cv::Mat& drawn, double degrees) {
  const cv::Point2f middle(static_cast<float>(drawn.cols) / 2, static_cast<float>(drawn.rows) / 2);
  cv::Mat result;
  cv::warpAffine(drawn, result, cv::getRotationMatrix2D(middle, degrees, 1), drawn.size(),
                 cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(225));
  return result;
}

double shareOf(const cv::Rect2f& a, const cv::Rect2f& b) {
  return (a & b).area() / (a | b).area();
}

double bestShare(const std::vector<CodeSpot>& spots, const cv::Rect2f& wanted) {
  double best = 0;
  for (const auto& spot : spots)
    best = std::max(best, shareOf(spot.frame.box(), wanted));
  return best;
}

TEST(EdgeCells, StripesRunOneWayAndSquaresDoNot) {
  cv::Mat stripes(64, 64, CV_8U), squares(64, 64, CV_8U);
  for (int y = 0; y < 64; ++y)
    for (int x = 0; x < 64; ++x) {
      stripes.at<std::uint8_t>(y, x) = x / 3 % 2 ? 255 : 0;
      squares.at<std::uint8_t>(y, x) = (x / 3 + y / 3) % 2 ? 255 : 0;
    }
  const auto bars = EdgeCells(stripes).withNeighbours();
  const auto board = EdgeCells(squares).withNeighbours();
  EXPECT_GT(bars.coherence({8, 8}), 0.95F);
  EXPECT_GT(bars.direction({8, 8}).x, 0.95F); // gradients lie across
  EXPECT_LT(board.coherence({8, 8}), 0.4F);
  EXPECT_GT(bars.contrast({8, 8}), 150.0F);
}

TEST(EdgeCells, PlainGreyHasNoContrast) {
  const EdgeCells cells(cv::Mat(32, 32, CV_8U, cv::Scalar(99)));
  EXPECT_EQ(cells.contrast({4, 4}), 0.0F);
  EXPECT_EQ(cells.density({4, 4}), 0.0F);
}

TEST(BarSpots, ShowWhereBarsStandAndHowTheyAreTurned) {
  const auto drawn = withCode(BarcodeFormat::Code128, {320, 110}, {290, 290});
  const auto spots = findBarSpots(greyOf(turned(drawn, 30)));
  ASSERT_FALSE(spots.empty());
  const Frame& frame = spots[0].frame;
  EXPECT_NEAR(frame.centre.x, 450, 15);
  EXPECT_NEAR(frame.centre.y, 345, 20);
  EXPECT_NEAR(std::abs(frame.along.y / frame.along.x), std::tan(30 * CV_PI / 180), 0.06);
  EXPECT_GT(frame.length, frame.height);
}

TEST(BarSpots, PlainPaperHasNone) {
  EXPECT_TRUE(findBarSpots(greyOf(paper(640, 480))).empty());
}

TEST(DenseSpots, FindLargeAndSmallCodes) {
  for (const int side : {40, 120, 400}) {
    const auto grey = greyOf(withCode(BarcodeFormat::QRCode, {side, side}, {200, 200}));
    const int quiet = side / 8;
    const cv::Rect inner(200 + quiet, 200 + quiet, side - 2 * quiet, side - 2 * quiet);
    EXPECT_GT(bestShare(findDenseSpots(grey), cv::Rect2f(inner)), 0.5) << side;
  }
}

TEST(DenseSpots, PlainPaperHasNone) {
  EXPECT_TRUE(findDenseSpots(greyOf(paper(640, 480))).empty());
}

TEST(StrongestSpots, OnePlaceCountsOnce) {
  Frame frame;
  frame.centre = {50, 50}, frame.length = 40, frame.height = 40;
  Frame beside = frame;
  beside.centre.x += 100;
  const auto kept = strongestSpots({{frame, 1}, {frame, 3}, {beside, 2}}, 5);
  ASSERT_EQ(kept.size(), 2u);
  EXPECT_EQ(kept[0].strength, 3);
  EXPECT_EQ(strongestSpots({{frame, 1}, {beside, 2}}, 1).size(), 1u);
}

Frame frameOf(const cv::Rect& box) {
  Frame frame;
  frame.centre = cv::Point2f(box.tl() + box.br()) * 0.5F;
  frame.length = static_cast<float>(box.width), frame.height = static_cast<float>(box.height);
  return frame;
}

TEST(SquareView, AMatrixCodeLooksLikeOneAlsoTurned) {
  const auto drawn = withCode(BarcodeFormat::QRCode, {160, 160}, {370, 270});
  const Frame inner = frameOf({385, 285, 130, 130});
  const auto view = viewSquares(greyOf(drawn), inner);
  ASSERT_TRUE(view);
  EXPECT_GT(likeness(*view), 0.7);
  const auto slanted = viewSquares(greyOf(turned(drawn, 25)), inner);
  ASSERT_TRUE(slanted);
  EXPECT_GT(likeness(*slanted), 0.7);
  EXPECT_NEAR(std::abs(slanted->frame.along.y / slanted->frame.along.x), std::tan(25 * CV_PI / 180),
              0.1);
}

TEST(SquareView, LinesOfPrintDoNot) {
  auto drawn = paper(900, 700);
  for (int line = 0; line < 4; ++line)
    write(drawn, "Ward seven", {300, 250 + 40 * line}, 1);
  const auto view = viewSquares(greyOf(drawn), frameOf({300, 225, 180, 160}));
  ASSERT_TRUE(view);
  EXPECT_LT(likeness(*view), 0.4);
}
} // namespace
} // namespace photoscrub::detect::testing
