// Text without a network: runs of strong, close vertical edges of one height. Finds printed lines
// that stand out from a calm ground and misses much of the rest; its card is its DetectorInfo tier.
#include "detect/assemble.h"
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/text/text_boxes.h"

#include <array>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// Small print first, then lettering twice and four times as large.
constexpr std::array<int, 3> kSides = {1280, 640, 320};
constexpr int kGap = 11;
constexpr double kMinHeight = 7;
constexpr double kMaxHeight = 120;
constexpr double kMinLengthToHeight = 1.2;
// Letters fill a good part of their line's box; textures and single edges do not.
constexpr double kMinFill = 0.45;
constexpr double kMinEdges = 0.12;
constexpr std::size_t kMaxLines = 300;
constexpr double kScore = 0.4; // says "unsure": there is no probability behind it

class GradientText : public Detector {
public:
  DetectorInfo info() const override { return {"gradient_text", CV_VERSION, "", "basic", ""}; }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> { return find(scene.pyramid); });
  }

private:
  static std::vector<Region> find(Pyramid& pyramid) {
    std::vector<TextBox> boxes;
    for (const int side : kSides)
      if (side <= pyramid.longSide() * 2)
        look(pyramid, side, boxes);
    std::vector<Region> regions;
    for (const auto& box : withoutNested(std::move(boxes))) {
      auto region = textRegion(box, pyramid, pyramid.decoded().size());
      region.label = kMaybeText;
      if (!region.box.empty())
        regions.push_back(std::move(region));
    }
    return regions;
  }

  /// Lines whose letters stand about kGap pixels apart at this size; boxes on the decoded picture.
  static void look(Pyramid& pyramid, int side, std::vector<TextBox>& boxes) {
    const cv::Mat& level = pyramid.bgr(side);
    cv::Mat grey, edges, mask, joined;
    cv::cvtColor(level, grey, cv::COLOR_BGR2GRAY);
    cv::morphologyEx(grey, edges, cv::MORPH_GRADIENT,
                     cv::getStructuringElement(cv::MORPH_ELLIPSE, {3, 3}));
    cv::threshold(edges, mask, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
    cv::morphologyEx(mask, joined, cv::MORPH_CLOSE,
                     cv::getStructuringElement(cv::MORPH_RECT, {kGap, 1}));
    cv::morphologyEx(joined, joined, cv::MORPH_OPEN,
                     cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(joined, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    const double scale = static_cast<double>(pyramid.decoded().cols) / level.cols;
    for (const auto& outline : outlines) {
      if (boxes.size() >= kMaxLines)
        break;
      if (!looksLikeLine(outline, mask))
        continue;
      auto box = textBoxFrom(cv::minAreaRect(outline), kScore);
      box.length += box.height / 3;
      box.height += box.height / 4;
      boxes.push_back(scaled(box, scale));
    }
  }

  static bool looksLikeLine(const std::vector<cv::Point>& outline, const cv::Mat& mask) {
    const auto shape = cv::minAreaRect(outline);
    const double length = std::max(shape.size.width, shape.size.height);
    const double height = std::min(shape.size.width, shape.size.height);
    if (height < kMinHeight || height > kMaxHeight || length < kMinLengthToHeight * height)
      return false;
    if (cv::contourArea(outline) < kMinFill * length * height)
      return false;
    const cv::Mat inside = mask(cv::boundingRect(outline));
    return cv::countNonZero(inside) > kMinEdges * static_cast<double>(inside.total());
  }
};
} // namespace

std::unique_ptr<Detector> makeGradientText() {
  return std::make_unique<GradientText>();
}

} // namespace photoscrub::detect
