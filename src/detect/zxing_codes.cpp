// Bar codes that can be read, by ZXing-C++.
#include "detect/bar_extent.h"
#include "detect/code_windows.h"
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/outlines.h"
#include "detect/pyramid.h"
#include "detect/unread_bars.h"

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
// Small codes in small photos are only read enlarged.
constexpr int kEnlargedSide = 1280;
// A window's long side when looked at: a 24-module Data Matrix then has ten pixels a module.
constexpr double kWindowSide = 360;
constexpr double kMaxEnlarging = 6;
constexpr double kUnreadScore = 0.5;
constexpr double kMatrixMargin = 0.06; // the corners given are centres of modules
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

bool isLinear(BarcodeFormat format) {
  return ZXing::BarcodeFormats(BarcodeFormat::LinearCodes).testFlag(format);
}

std::string version() {
  return std::to_string(ZXING_VERSION_MAJOR) + "." + std::to_string(ZXING_VERSION_MINOR) + "." +
         std::to_string(ZXING_VERSION_PATCH);
}

class ZxingCodes : public Detector {
public:
  DetectorInfo info() const override { return {"zxing", version(), "", "full", ""}; }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> { return find(scene.pyramid); });
  }

private:
  /// A grey picture to look at and where it lies on the decoded one.
  struct View {
    cv::Mat grey;
    cv::Point2d origin;
    double scale = 1; ///< pixels of `grey` per decoded pixel
  };

  static std::vector<Region> find(Pyramid& pyramid) {
    std::vector<Region> regions;
    look({pyramid.grey(), {}, 1}, pyramid, regions);
    const bool small = pyramid.longSide() < kEnlargedSide * 3 / 4;
    look(scaledView(pyramid.grey(), {}, small ? 2 : 0.5), pyramid, regions);
    for (const auto& window : codeWindows(pyramid.grey())) {
      if (lookInto(window.around, pyramid, regions) || !showsBars(pyramid.grey(), window.patch))
        continue;
      addUnread(window.patch, pyramid, regions);
    }
    return regions;
  }

  static View scaledView(const cv::Mat& grey, cv::Point2d origin, double scale) {
    View view{{}, origin, scale};
    cv::resize(grey, view.grey, {}, scale, scale, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    return view;
  }

  /// A window is looked at with modules of some pixels each: neither too fine nor too coarse.
  /// True where something was read, known before or not.
  static bool lookInto(const cv::Rect& window, Pyramid& pyramid, std::vector<Region>& regions) {
    const cv::Mat part = pyramid.grey()(window);
    const cv::Point2d origin = window.tl();
    const double ideal = kWindowSide / static_cast<double>(std::max(part.cols, part.rows));
    for (const double scale : {ideal, 2 * ideal})
      if (scale <= kMaxEnlarging && look(scaledView(part, origin, scale), pyramid, regions))
        return true;
    return false;
  }

  static bool look(const View& view, const Pyramid& pyramid, std::vector<Region>& regions) {
    const auto results = ZXing::ReadBarcodes(viewOf(view.grey), hintsFor(kMatrixFormats));
    for (const auto& result : results)
      add(result, view, pyramid, regions);
    return lookForLinear(view, pyramid, regions) || !results.empty();
  }

  /// One code a call, each painted over before the next: asked for several, ZXing 1.4 compares
  /// linear codes in a way that aborts the process where one code stands in a photo twice.
  static bool lookForLinear(const View& view, const Pyramid& pyramid,
                            std::vector<Region>& regions) {
    const auto hints = hintsFor(kLinearFormats);
    cv::Mat rest = view.grey;
    for (int i = 0; i < kMaxLinear; ++i) {
      const auto result = ZXing::ReadBarcode(viewOf(rest), hints);
      if (!result.isValid())
        return i > 0;
      add(result, view, pyramid, regions);
      if (i == 0)
        rest = view.grey.clone();
      std::vector<cv::Point> outline;
      for (const auto& corner : cornersOf(result, view.grey))
        outline.emplace_back(corner);
      cv::fillConvexPoly(rest, outline, cv::Scalar(255));
      cv::polylines(rest, outline, true, cv::Scalar(255), kPaintedEdge);
    }
    return true;
  }

  static void addUnread(const cv::RotatedRect& patch, const Pyramid& pyramid,
                        std::vector<Region>& regions) {
    Region region;
    region.kind = RegionKind::barcode;
    region.label = "bar code, not read";
    region.score = kUnreadScore;
    region.box = pyramid.toFull(cv::Rect2d(patch.boundingRect2f()), pyramid.decoded().size());
    const bool known = std::any_of(regions.begin(), regions.end(), [&](const Region& other) {
      return shareInside(region.box, other.box) > 0.3 || shareInside(other.box, region.box) > 0.3;
    });
    if (!known && !region.box.empty())
      regions.push_back(std::move(region));
  }

  static void add(const ZXing::Result& result, const View& view, const Pyramid& pyramid,
                  std::vector<Region>& regions) {
    if (!result.isValid())
      return;
    auto region = regionOf(result, view, pyramid);
    const bool known = std::any_of(regions.begin(), regions.end(), [&](const Region& other) {
      return other.value == region.value && iou(other.box, region.box) > 0.1;
    });
    if (!known && !region.box.empty())
      regions.push_back(std::move(region));
  }

  static ZXing::DecodeHints hintsFor(ZXing::BarcodeFormats formats) {
    ZXing::DecodeHints hints;
    hints.setFormats(formats).setTryHarder(true).setTryRotate(true).setTryDownscale(false);
    if (formats == kLinearFormats)
      hints.setMaxNumberOfSymbols(1);
    return hints;
  }

  static ZXing::ImageView viewOf(const cv::Mat& grey) {
    return {grey.data, grey.cols, grey.rows, ZXing::ImageFormat::Lum, static_cast<int>(grey.step)};
  }

  /// The outline: a linear code is reported as the lines it was read on, its bars reach further.
  static std::vector<cv::Point2f> cornersOf(const ZXing::Result& result, const cv::Mat& grey) {
    std::vector<cv::Point2f> corners;
    for (const auto& corner : result.position())
      corners.emplace_back(static_cast<float>(corner.x), static_cast<float>(corner.y));
    return isLinear(result.format()) ? barExtent(grey, corners) : corners;
  }

  static Region regionOf(const ZXing::Result& result, const View& view, const Pyramid& pyramid) {
    std::vector<cv::Point2f> corners;
    for (const auto& corner : cornersOf(result, view.grey))
      corners.emplace_back(cv::Point2d(corner) * (1 / view.scale) + view.origin);
    cv::Rect2d box = cv::boundingRect(corners);
    if (!isLinear(result.format())) {
      const double dx = box.width * kMatrixMargin, dy = box.height * kMatrixMargin;
      box = {box.x - dx, box.y - dy, box.width + 2 * dx, box.height + 2 * dy};
    }
    const auto size = pyramid.decoded().size();
    Region region;
    region.kind = RegionKind::barcode;
    region.label = labelOf(result.format());
    region.score = 1;
    region.box = pyramid.toFull(box, size);
    region.value = result.text().substr(0, kMaxValue);
    return region;
  }
};
} // namespace

std::unique_ptr<Detector> makeZxingCodes() {
  return std::make_unique<ZxingCodes>();
}

} // namespace photoscrub::detect
