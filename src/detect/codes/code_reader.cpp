#include "detect/codes/code_reader.h"

#include "detect/codes/bar_extent.h"
#include "identify/gs1.h"

#include <algorithm>

#define ZX_USE_UTF8 1 // else text() answers with wide characters
#include <ReadBarcode.h>
#include <ZXVersion.h>
#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
using ZXing::BarcodeFormat;

// What hospitals print: bands (Data Matrix, Aztec, QR, Code 128), samples and notes (Code 128,
// Code 39, ITF), drugs and products (EAN, UPC, DataBar), letters and passes (PDF417).
const ZXing::BarcodeFormats kMatrixFormats = BarcodeFormat::DataMatrix | BarcodeFormat::QRCode |
                                             BarcodeFormat::Aztec | BarcodeFormat::PDF417;
const ZXing::BarcodeFormats kLinearFormats = BarcodeFormat::Code128 | BarcodeFormat::Code39 |
                                             BarcodeFormat::ITF | BarcodeFormat::EAN13 |
                                             BarcodeFormat::EAN8 | BarcodeFormat::UPCA |
                                             BarcodeFormat::UPCE | BarcodeFormat::DataBarExpanded;
constexpr int kMaxLinear = 12;  // a sheet of labels
constexpr int kPaintedEdge = 5; // what is left of a painted code must not be read again
constexpr int kRowHeight = 4;
constexpr int kModuleSide = 4;
constexpr std::size_t kMaxValue = 4096;

const char* labelOf(BarcodeFormat format) {
  switch (format) {
  case BarcodeFormat::DataMatrix:
    return "Data Matrix code";
  case BarcodeFormat::QRCode:
    return "QR code";
  case BarcodeFormat::Aztec:
    return "Aztec code";
  case BarcodeFormat::PDF417:
    return "PDF417 code";
  case BarcodeFormat::Code128:
    return "Code 128 bar code";
  case BarcodeFormat::Code39:
    return "Code 39 bar code";
  case BarcodeFormat::ITF:
    return "ITF bar code";
  default:
    return "product bar code";
  }
}

ZXing::ImageView viewOf(const cv::Mat& grey) {
  return {grey.data, grey.cols, grey.rows, ZXing::ImageFormat::Lum, static_cast<int>(grey.step)};
}

/// GS1 in the form for people: the plain text leaves out the first FNC1, and with it the sign that
/// the code is GS1 [ISO/IEC 15424].
std::string valueOf(const ZXing::Result& result) {
  std::string value = result.text();
  if (result.contentType() == ZXing::ContentType::GS1)
    value = identify::gs1ForPeople(result.symbologyIdentifier() + value);
  return value.substr(0, kMaxValue);
}

CodeRead readFrom(const ZXing::Result& result) {
  CodeRead read{labelOf(result.format()), valueOf(result), {}};
  std::size_t i = 0;
  for (const auto& corner : result.position())
    read.corners.at(i++) = {static_cast<float>(corner.x), static_cast<float>(corner.y)};
  return read;
}

ZXing::DecodeHints hintsFor(ZXing::BarcodeFormats formats) {
  ZXing::DecodeHints hints;
  hints.setFormats(formats).setTryHarder(true).setTryRotate(true).setTryDownscale(false);
  return hints;
}
} // namespace

std::string codeReaderVersion() {
  return std::to_string(ZXING_VERSION_MAJOR) + "." + std::to_string(ZXING_VERSION_MINOR) + "." +
         std::to_string(ZXING_VERSION_PATCH);
}

std::vector<CodeRead> readSquares(const cv::Mat& grey, Effort effort) {
  auto hints = hintsFor(kMatrixFormats);
  hints.setTryHarder(effort == Effort::thorough).setTryRotate(effort == Effort::thorough);
  std::vector<CodeRead> reads;
  for (const auto& result : ZXing::ReadBarcodes(viewOf(grey), hints))
    if (result.isValid())
      reads.push_back(readFrom(result));
  return reads;
}

/// One code a call, each painted over before the next: asked for several, ZXing 1.4 compares
/// linear codes in a way that aborts the process where one code stands in a photo twice.
std::vector<CodeRead> readBars(const cv::Mat& grey) {
  auto hints = hintsFor(kLinearFormats);
  hints.setMaxNumberOfSymbols(1);
  std::vector<CodeRead> reads;
  cv::Mat rest = grey;
  for (int i = 0; i < kMaxLinear; ++i) {
    const auto result = ZXing::ReadBarcode(viewOf(rest), hints);
    if (!result.isValid())
      break;
    auto read = readFrom(result);
    const auto outline = barExtent(grey, {read.corners.begin(), read.corners.end()});
    if (i == 0)
      rest = grey.clone();
    const std::vector<cv::Point> painted(outline.begin(), outline.end());
    cv::fillConvexPoly(rest, painted, cv::Scalar(255));
    cv::polylines(rest, painted, true, cv::Scalar(255), kPaintedEdge);
    reads.push_back(std::move(read));
  }
  return reads;
}

std::optional<CodeRead> readBarRow(const cv::Mat& row) {
  cv::Mat picture;
  cv::repeat(row, kRowHeight, 1, picture);
  auto hints = hintsFor(kLinearFormats);
  hints.setTryRotate(false).setMaxNumberOfSymbols(1).setBinarizer(ZXing::Binarizer::FixedThreshold);
  const auto result = ZXing::ReadBarcode(viewOf(picture), hints);
  if (!result.isValid())
    return std::nullopt;
  return readFrom(result);
}

std::optional<CodeRead> readModules(const cv::Mat1b& modules) {
  cv::Mat picture;
  cv::resize(modules, picture, {}, kModuleSide, kModuleSide, cv::INTER_NEAREST);
  const int quiet = 4 * kModuleSide;
  cv::copyMakeBorder(picture, picture, quiet, quiet, quiet, quiet, cv::BORDER_CONSTANT,
                     cv::Scalar(255));
  auto hints = hintsFor(BarcodeFormat::DataMatrix | BarcodeFormat::QRCode);
  hints.setIsPure(true).setMaxNumberOfSymbols(1).setBinarizer(ZXing::Binarizer::FixedThreshold);
  const auto result = ZXing::ReadBarcode(viewOf(picture), hints);
  if (!result.isValid())
    return std::nullopt;
  return readFrom(result);
}

} // namespace photoscrub::detect
