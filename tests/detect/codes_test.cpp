#include "detect/drawn.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace photoscrub::detect::testing {
namespace {
using ZXing::BarcodeFormat;

struct Sample {
  BarcodeFormat format;
  const char* content;
  cv::Size size;
  const char* label;
};

class CodeFormats : public ::testing::TestWithParam<Sample> {};

TEST_P(CodeFormats, IsReadWhereItStands) {
  const auto& sample = GetParam();
  auto drawn = paper(900, 700);
  const auto code = barcode(sample.format, sample.content, sample.size);
  paste(drawn, code, {300, 200});
  const auto regions = run(*makeZxingCodes(), pictureOf(drawn));
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].kind, RegionKind::barcode);
  EXPECT_EQ(regions[0].value, sample.content);
  EXPECT_EQ(regions[0].label, sample.label);
  EXPECT_GT(iou(regions[0].box, {300, 200, code.cols, code.rows}), 0.5);
}

INSTANTIATE_TEST_SUITE_P(
    All, CodeFormats,
    ::testing::Values(
        Sample{BarcodeFormat::QRCode, "https://example.org/a", {160, 160}, "QR code"},
        Sample{BarcodeFormat::DataMatrix, "5050898999000001", {120, 120}, "Data Matrix code"},
        Sample{BarcodeFormat::Aztec, "ward 7 bed 3", {160, 160}, "Aztec code"},
        Sample{BarcodeFormat::PDF417, "appointment letter", {300, 120}, "PDF417 code"},
        Sample{BarcodeFormat::Code128, "LAB1234567", {320, 110}, "Code 128 bar code"},
        Sample{BarcodeFormat::Code39, "K1234567", {360, 110}, "Code 39 bar code"},
        Sample{BarcodeFormat::ITF, "12345678901231", {320, 110}, "ITF bar code"},
        Sample{BarcodeFormat::EAN13, "5012345678900", {260, 110}, "product bar code"}),
    [](const auto& tested) {
      std::string name = tested.param.label;
      name.erase(std::remove(name.begin(), name.end(), ' '), name.end());
      return name;
    });

TEST(Codes, OneLabelStuckTwiceIsFoundTwice) {
  auto drawn = paper(1000, 800);
  const auto label = barcode(BarcodeFormat::Code128, "LAB1234567", {320, 110});
  paste(drawn, label, {80, 100});
  paste(drawn, label, {500, 500});
  EXPECT_EQ(run(*makeZxingCodes(), pictureOf(drawn)).size(), 2u);
}

TEST(Codes, ATurnedLinearCodeIsCoveredInFull) {
  auto drawn = paper(900, 900);
  paste(drawn, barcode(BarcodeFormat::Code128, "LAB1234567", {320, 110}), {300, 400});
  cv::Mat turned;
  cv::rotate(drawn, turned, cv::ROTATE_90_CLOCKWISE);
  const auto regions = run(*makeZxingCodes(), pictureOf(turned));
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_GT(iou(regions[0].box, {900 - 400 - 110, 300, 110, 320}), 0.5);
}

TEST(Codes, BoxesAreInFullSizePixels) {
  auto drawn = paper(800, 600);
  paste(drawn, barcode(BarcodeFormat::QRCode, "x", {200, 200}), {300, 200});
  const auto regions = run(*makeZxingCodes(), pictureOf(drawn, 0.5));
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_GT(iou(regions[0].box, {600, 400, 400, 400}), 0.5);
}

TEST(Codes, ASlantedCodeIsOutlinedAsItStands) {
  auto drawn = paper(900, 900);
  paste(drawn, barcode(BarcodeFormat::Code128, "LAB1234567", {320, 110}), {290, 395});
  cv::Mat turned;
  cv::warpAffine(drawn, turned, cv::getRotationMatrix2D({450, 450}, 40, 1), drawn.size(),
                 cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  const auto regions = run(*makeZxingCodes(), pictureOf(turned));
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].value, "LAB1234567");
  std::vector<cv::Point2f> outline;
  for (const auto& point : regions[0].polygon)
    outline.emplace_back(static_cast<float>(point.x), static_cast<float>(point.y));
  ASSERT_EQ(outline.size(), 4u);
  EXPECT_LT(cv::contourArea(outline), 330 * 130); // its upright box has twice that
  EXPECT_GT(cv::contourArea(outline), 240 * 80);
}

TEST(Codes, ABlurredLinearCodeIsReadAllTheSame) {
  auto drawn = paper(900, 700);
  paste(drawn, barcode(BarcodeFormat::Code128, "LAB1234567", {320, 110}), {300, 200});
  cv::GaussianBlur(drawn, drawn, {0, 0}, 1.3);
  const auto regions = run(*makeZxingCodes(), pictureOf(drawn));
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].value, "LAB1234567");
}

TEST(Codes, SmallCodesInALargePhotoAreRead) {
  auto drawn = paper(3600, 2700);
  paste(drawn, barcode(BarcodeFormat::DataMatrix, "5050898999000001", {120, 120}), {3100, 200});
  paste(drawn, barcode(BarcodeFormat::QRCode, "ward 7", {140, 140}), {400, 2300});
  EXPECT_EQ(run(*makeZxingCodes(), pictureOf(drawn)).size(), 2u);
}

TEST(Codes, ALinearCodeThatCannotBeReadIsFoundAllTheSame) {
  auto drawn = paper(900, 700);
  auto code = barcode(BarcodeFormat::Code128, "LAB1234567", {320, 110});
  // One bar more than the standard allows.
  code(cv::Rect(150, 0, 3, 110)).setTo(cv::Scalar::all(250));
  code(cv::Rect(154, 0, 3, 110)).setTo(cv::Scalar::all(10));
  paste(drawn, code, {300, 200});
  const auto regions = run(*makeZxingCodes(), pictureOf(drawn));
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].label, "bar code, not read");
  EXPECT_TRUE(regions[0].value.empty());
  EXPECT_LT(regions[0].score, 1);
  EXPECT_GT(iou(regions[0].box, {330, 200, 260, 110}), 0.5);
}

TEST(Codes, AMatrixCodeThatCannotBeReadIsFoundAllTheSame) {
  auto drawn = paper(900, 700);
  const auto code = barcode(BarcodeFormat::QRCode, "https://example.org/photos", {180, 180});
  cv::Mat mirrored = code.clone();
  mirrored(cv::Rect(24, 24, 40, 40)).setTo(cv::Scalar::all(250)); // a corner square is gone
  paste(drawn, mirrored, {300, 200});
  const auto regions = run(*makeZxingCodes(), pictureOf(drawn));
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_EQ(regions[0].label, "matrix code, not read");
  EXPECT_GT(iou(regions[0].box, {320, 220, 140, 140}), 0.5);
}

TEST(Codes, PrintHoldsNone) {
  auto drawn = paper(900, 700);
  for (int line = 0; line < 14; ++line)
    write(drawn, line % 2 ? "Please wash your hands and dry them" : "Ward 11, bed 1: William Hill",
          {60, 60 + 45 * line}, 1.0);
  EXPECT_TRUE(run(*makeZxingCodes(), pictureOf(drawn)).empty());
}

TEST(Codes, PlainPaperHoldsNone) {
  EXPECT_TRUE(run(*makeZxingCodes(), pictureOf(paper(640, 480))).empty());
}

TEST(WechatQr, FindsACodeThatCannotBeRead) {
  auto weights = model("wechat_qr_detect");
  if (!weights)
    GTEST_SKIP() << "the QR finder's weights are not in the build's model folder";
  auto drawn = paper(640, 480);
  auto code = barcode(BarcodeFormat::QRCode, "https://example.org/photos", {180, 180});
  code(cv::Rect(75, 75, 40, 40)).setTo(cv::Scalar::all(128)); // a thumb on it
  paste(drawn, code, {220, 150});
  const auto regions = run(*makeWechatQr(std::move(*weights)), pictureOf(drawn));
  ASSERT_EQ(regions.size(), 1u);
  EXPECT_GT(iou(regions[0].box, {240, 170, 140, 140}), 0.5);
  EXPECT_TRUE(regions[0].value.empty());
}

} // namespace
} // namespace photoscrub::detect::testing
