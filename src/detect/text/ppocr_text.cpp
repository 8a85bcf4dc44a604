// PP-OCRv3 text detection (Differentiable Binarization, Liao et al. 2020) through cv::dnn: a map of
// how likely each pixel belongs to text, cut into turned boxes.
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/network.h"
#include "detect/text/text_bend.h"
#include "detect/text/text_boxes.h"
#include "detect/text/text_levels.h"

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr int kMultiple = 32;
constexpr double kMapScale = 255; ///< probabilities are kept as bytes
// Pixels this likely to be text are worth a finer look, long before they count as text.
constexpr double kEvidence = 0.12;
// In pixels of the size looked at: lines below this height are looked at again, larger. At the
// coarse size neighbouring lines up to here run into each other; further on only what is barely
// seen gains.
constexpr double kSmallAtCoarse = 60;
constexpr double kSmallLater = 15;
// Rows of print that run into each other are apart where the network is this sure.
constexpr double kSurePixel = 0.6;
constexpr double kMinStack = 9;      // pixels across: less are no two lines
constexpr double kLineOfWhole = 0.3; // a line's least length in that of what is parted
constexpr int kRoom = 24;            ///< around evidence, on the finer picture
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
  using Outline = std::vector<cv::Point>;

  /// What one look saw, on the decoded picture.
  struct Look {
    std::vector<TextBox> boxes;
    std::vector<cv::Rect2d> evidence; ///< of text too small to be sure of
    std::vector<cv::Rect2d> parts;    ///< that were looked at
  };

  std::vector<Region> find(Pyramid& pyramid) {
    std::vector<TextBox> boxes;
    std::vector<cv::Rect2d> wanted;
    double small = kSmallAtCoarse, smallBefore = 0;
    for (const int side : textSides(pyramid.longSide())) {
      const double scale = static_cast<double>(pyramid.longSide()) / side;
      auto seen = look(pyramid, side, wanted, small);
      boxes = refined(std::move(boxes), seen.boxes, seen.parts, smallBefore);
      smallBefore = small * scale;
      small = kSmallLater;
      wanted = std::move(seen.evidence);
      if (wanted.empty())
        break;
    }
    std::vector<Region> regions;
    for (const auto& box : withoutNested(std::move(boxes))) {
      auto region = textRegion(box, pyramid, pyramid.decoded().size());
      if (!region.box.empty())
        regions.push_back(std::move(region));
    }
    return regions;
  }

  /// Looks at the wanted parts, at the whole picture where none are named.
  Look look(Pyramid& pyramid, int longSide, const std::vector<cv::Rect2d>& wanted, double small) {
    const cv::Mat& level = pyramid.bgr(longSide);
    const double scale = static_cast<double>(pyramid.decoded().cols) / level.cols;
    const auto tiles = wanted.empty() ? std::vector<cv::Rect>{cv::Rect({0, 0}, level.size())}
                                      : textTiles(onLevel(wanted, scale), level.size());
    // One map for all parts, so that a line cut by an edge is whole again.
    cv::Mat map = cv::Mat::zeros(level.size(), CV_8U);
    Look seen;
    for (const auto& tile : tiles) {
      cv::Mat part;
      probabilities(level(tile))(cv::Rect({0, 0}, tile.size())).convertTo(part, CV_8U, kMapScale);
      cv::Mat place = map(tile);
      cv::max(place, part, place);
      seen.parts.push_back(upTo(tile, scale));
    }
    for (const auto& box : cut(map))
      seen.boxes.push_back(scaled(box, scale));
    seen.evidence = smallText(map, scale, small);
    return seen;
  }

  static cv::Rect2d upTo(const cv::Rect& rect, double scale) {
    return {rect.x * scale, rect.y * scale, rect.width * scale, rect.height * scale};
  }
  static std::vector<cv::Rect> onLevel(const std::vector<cv::Rect2d>& wanted, double scale) {
    std::vector<cv::Rect> areas;
    for (const auto& rect : wanted)
      areas.emplace_back(static_cast<int>(rect.x / scale) - kRoom,
                         static_cast<int>(rect.y / scale) - kRoom,
                         static_cast<int>(rect.width / scale) + 2 * kRoom,
                         static_cast<int>(rect.height / scale) + 2 * kRoom);
    return areas;
  }

  /// Where something may be text that is small at this size.
  std::vector<cv::Rect2d> smallText(const cv::Mat& map, double scale, double small) const {
    std::vector<cv::Rect2d> places;
    for (const auto& outline : outlinesOf(map > kEvidence * kMapScale)) {
      if (places.size() >= kMaxLines)
        break;
      const auto shape = cv::minAreaRect(outline);
      const auto box = textBoxFrom(shape, 0);
      const double grow = box.area() * unclip_ / std::max(1.0, 2 * (box.length + box.height));
      if (box.height + 2 * grow < small)
        places.push_back(upTo(cv::boundingRect(outline), scale));
    }
    return places;
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
    std::vector<TextBox> boxes;
    for (const auto& outline : outlinesOf(map > minPixel_ * kMapScale)) {
      if (boxes.size() >= kMaxLines)
        break;
      if (const auto lines = stackedLines(map, outline); lines.size() > 1)
        for (const auto& line : lines)
          addBox(map, line, boxes);
      else
        addBox(map, outline, boxes);
    }
    return boxes;
  }

  static std::vector<Outline> outlinesOf(const cv::Mat& mask) {
    std::vector<Outline> outlines;
    cv::findContours(mask, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
    return outlines;
  }

  void addBox(const cv::Mat& map, const Outline& outline, std::vector<TextBox>& boxes) const {
    const auto shape = cv::minAreaRect(outline);
    if (std::min(shape.size.width, shape.size.height) < kMinHeight)
      return;
    const Blob blob(outline);
    const double score = cv::mean(map(blob.around), blob.mask)[0] / kMapScale;
    if (score >= minBox_)
      boxes.push_back(unclipped(textBoxFrom(shape, score), blob));
  }

  /// Lines of tight print run into each other where the network is less sure: what is left above a
  /// higher bar, grown again by what the bar took, where that is several lines above each other.
  std::vector<Outline> stackedLines(const cv::Mat& map, const Outline& outline) const {
    const auto whole = cv::minAreaRect(outline);
    if (std::min(whole.size.width, whole.size.height) < kMinStack)
      return {};
    const Blob blob(outline);
    const cv::Mat sure = (map(blob.around) > kSurePixel * kMapScale) & (blob.mask != 0);
    std::vector<Outline> lines;
    for (auto& part : outlinesOf(sure)) {
      for (auto& point : part)
        point += blob.around.tl();
      if (std::min(cv::minAreaRect(part).size.width, cv::minAreaRect(part).size.height) >=
          kMinHeight)
        lines.push_back(std::move(part));
    }
    return isStack(lines, whole) ? lines : std::vector<Outline>{};
  }

  /// Whether two of the parts stand side by side across the shape's direction.
  static bool isStack(const std::vector<Outline>& parts, const cv::RotatedRect& whole) {
    std::vector<TextBox> boxes;
    for (const auto& part : parts)
      boxes.push_back(textBoxFrom(cv::minAreaRect(part), 0));
    const double least = kLineOfWhole * std::max(whole.size.width, whole.size.height);
    for (std::size_t i = 0; i < boxes.size(); ++i)
      for (std::size_t j = 0; j < boxes.size(); ++j) {
        const auto& a = boxes[i];
        const auto& b = boxes[j];
        if (i == j || a.length < least || b.length < least || std::abs(a.along.dot(b.along)) < 0.9)
          continue;
        const auto apart = b.centre - a.centre;
        if (std::abs(apart.dot(a.along)) < std::min(a.length, b.length) / 2 &&
            std::abs(a.along.cross(apart)) > (a.height + b.height) / 2)
          return true;
      }
    return false;
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
