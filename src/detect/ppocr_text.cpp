// PP-OCRv3 text detection (Differentiable Binarization, Liao et al. 2020) through cv::dnn: a map of
// how likely each pixel belongs to text, cut into turned boxes.
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/network.h"
#include "detect/text_bend.h"
#include "detect/text_boxes.h"

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr int kMultiple = 32;
// Small print on a form or a screen needs the large size; large lettering is only found whole at
// the usual one.
constexpr int kUsualSide = 1280;
constexpr int kLargeSide = 2048;
// Below this gain in size the second look finds little that the first has not.
constexpr double kWorthwhileGain = 1.25;
constexpr int kMaxEnlarging = 2;
constexpr int kMaxTile = kUsualSide;
constexpr int kTileOverlap = 96;
constexpr double kMinHeight = 3;
constexpr std::size_t kMaxLines = 1000;

class PpocrText : public Detector {
public:
  explicit PpocrText(LoadedModel model)
      // One network a size: fed a new size, a fused network of this kind answers with a wrong map
      // and no error (OpenCV 4.6).
      : network_(std::move(model), Reuse::perSize),
        minPixel_(network_.entry().threshold("pixel", 0.3)),
        minBox_(network_.entry().threshold("box", 0.5)),
        unclip_(network_.entry().threshold("unclip", 1.7)) {}

  DetectorInfo info() const override { return network_.info(); }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> { return find(scene.pyramid); });
  }

private:
  std::vector<Region> find(Pyramid& pyramid) {
    const int native = pyramid.longSide();
    auto boxes = look(pyramid, std::min(kUsualSide, native * kMaxEnlarging));
    if (native > kWorthwhileGain * kUsualSide) {
      auto more = look(pyramid, std::min(native, kLargeSide));
      boxes.insert(boxes.end(), more.begin(), more.end());
    }
    std::vector<Region> regions;
    for (const auto& box : withoutNested(std::move(boxes))) {
      auto region = textRegion(box, pyramid, pyramid.decoded().size());
      if (!region.box.empty())
        regions.push_back(std::move(region));
    }
    return regions;
  }

  /// Boxes on the decoded picture.
  std::vector<TextBox> look(Pyramid& pyramid, int longSide) {
    const cv::Mat& level = pyramid.bgr(longSide);
    const double scale = static_cast<double>(pyramid.decoded().cols) / level.cols;
    std::vector<TextBox> boxes;
    for (const auto& tile : tilesOf(level.size())) {
      const cv::Mat map = probabilities(level(tile));
      for (const auto& box : cut(map(cv::Rect({0, 0}, tile.size())))) {
        boxes.push_back(scaled(moved(box, cv::Point2d(tile.tl())), scale));
      }
    }
    return boxes;
  }

  /// Equal tiles that overlap: what the network needs in memory grows with what it is fed, about
  /// 300 bytes a pixel. A line cut by a tile's edge is whole in the look at the usual size.
  static std::vector<cv::Rect> tilesOf(cv::Size size) {
    const int across = (size.width + kMaxTile - 1) / kMaxTile;
    const int down = (size.height + kMaxTile - 1) / kMaxTile;
    const cv::Size tile(std::min(size.width, size.width / across + kTileOverlap),
                        std::min(size.height, size.height / down + kTileOverlap));
    std::vector<cv::Rect> tiles;
    for (int y = 0; y < down; ++y)
      for (int x = 0; x < across; ++x)
        tiles.emplace_back(across == 1 ? 0 : x * (size.width - tile.width) / (across - 1),
                           down == 1 ? 0 : y * (size.height - tile.height) / (down - 1), tile.width,
                           tile.height);
    return tiles;
  }

  cv::Mat probabilities(const cv::Mat& level) {
    const auto missing = [](int side) { return (kMultiple - side % kMultiple) % kMultiple; };
    cv::Mat input;
    cv::copyMakeBorder(level, input, 0, missing(level.rows), 0, missing(level.cols),
                       cv::BORDER_REPLICATE);
    cv::Mat blob = cv::dnn::blobFromImage(input, 1 / 255.0);
    // ImageNet's mean and deviation in the order the network was trained with: on B, G, R as is.
    const cv::Scalar mean(0.485, 0.456, 0.406), deviation(0.229, 0.224, 0.225);
    for (int c = 0; c < 3; ++c) {
      cv::Mat plane(input.rows, input.cols, CV_32F, blob.ptr<float>(0, c));
      plane.convertTo(plane, CV_32F, 1 / deviation[c], -mean[c] / deviation[c]);
    }
    const cv::Mat output = network_.run(blob);
    CV_Assert(output.total() ==
              static_cast<std::size_t>(input.rows) * static_cast<std::size_t>(input.cols));
    return cv::Mat(input.rows, input.cols, CV_32F, const_cast<float*>(output.ptr<float>())).clone();
  }

  std::vector<TextBox> cut(const cv::Mat& map) const {
    const cv::Mat mask = map > minPixel_;
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    std::vector<TextBox> boxes;
    for (const auto& outline : outlines) {
      if (boxes.size() >= kMaxLines)
        break;
      const auto shape = cv::minAreaRect(outline);
      if (std::min(shape.size.width, shape.size.height) < kMinHeight)
        continue;
      const Blob blob(outline);
      const double score = cv::mean(map(blob.around), blob.mask)[0];
      if (score < minBox_)
        continue;
      boxes.push_back(unclipped(textBoxFrom(shape, score), blob));
    }
    return boxes;
  }

  /// The pixels inside an outline.
  struct Blob {
    explicit Blob(const std::vector<cv::Point>& outline) : around(cv::boundingRect(outline)) {
      mask = cv::Mat::zeros(around.size(), CV_8U);
      cv::fillPoly(mask, std::vector<std::vector<cv::Point>>{outline}, cv::Scalar(1), cv::LINE_8, 0,
                   -around.tl());
    }
    cv::Rect around;
    cv::Mat mask;
  };

  /// The network learned shrunken lines (Vatti clipping): grown by area * ratio / perimeter.
  TextBox unclipped(TextBox box, const Blob& blob) const {
    const double pixels = cv::countNonZero(blob.mask);
    const double thickness = pixels / box.length;
    box.course = courseOf(blob.mask, blob.around.tl(), box,
                          pixels * unclip_ / (2 * (box.length + thickness)));
    const double grow = box.area() * unclip_ / (2 * (box.length + box.height));
    box.length += 2 * grow;
    box.height += 2 * grow;
    return box;
  }

  Network network_;
  double minPixel_;
  double minBox_;
  double unclip_;
};
} // namespace

std::unique_ptr<Detector> makePpocrText(LoadedModel model) {
  return std::make_unique<PpocrText>(std::move(model));
}

} // namespace photoscrub::detect
