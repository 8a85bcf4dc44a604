// YuNet (Wu et al., Machine Intelligence Research 2023) run through cv::dnn and decoded by hand:
// cv::FaceDetectorYN of OpenCV 4.6 only knows the layout of 2022.
#include "detect/candidates.h"
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/network.h"
#include "detect/pyramid.h"

#include <array>
#include <cmath>
#include <optional>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr std::array<int, 3> kStrides = {8, 16, 32};
constexpr int kMultiple = 32;

// Two scales for upright faces: large ones are best found small, and each doubling of the picture
// halves the smallest face that is found.
constexpr int kSmallSide = 640;
constexpr int kLargeSide = 2048;
// Small photos are enlarged: a 20-pixel face in a 400-pixel photo is a person all the same.
constexpr int kEnlargedSide = 1280;
constexpr int kMaxEnlarging = 3;
// Turned passes find patients lying down; one pass finds next to none of them.
constexpr int kTurnedSide = 800;

// Share of the found face added around it. The network's own box reaches above the hair line but
// cuts ears and chin.
struct FaceMargin {
  double side = 0.12;
  double top = 0.02;
  double bottom = 0.16;
};
constexpr FaceMargin kMargin;

enum class Turn { none, quarter, half, threeQuarters };

cv::Mat turned(const cv::Mat& picture, Turn turn) {
  cv::Mat result;
  switch (turn) {
  case Turn::none:
    return picture;
  case Turn::quarter:
    cv::rotate(picture, result, cv::ROTATE_90_CLOCKWISE);
    break;
  case Turn::half:
    cv::rotate(picture, result, cv::ROTATE_180);
    break;
  case Turn::threeQuarters:
    cv::rotate(picture, result, cv::ROTATE_90_COUNTERCLOCKWISE);
    break;
  }
  return result;
}

/// A box on the turned picture as it lies on the upright one of size `size`.
cv::Rect2d turnedBack(const cv::Rect2d& box, cv::Size size, Turn turn) {
  switch (turn) {
  case Turn::none:
    return box;
  case Turn::quarter:
    return {box.y, size.height - box.x - box.width, box.height, box.width};
  case Turn::half:
    return {size.width - box.x - box.width, size.height - box.y - box.height, box.width,
            box.height};
  case Turn::threeQuarters:
    return {size.width - box.y - box.height, box.x, box.height, box.width};
  }
  return box;
}

cv::Rect2d withMargin(const cv::Rect2d& box) {
  return {box.x - kMargin.side * box.width, box.y - kMargin.top * box.height,
          box.width * (1 + 2 * kMargin.side), box.height * (1 + kMargin.top + kMargin.bottom)};
}

cv::Mat padded(const cv::Mat& picture) {
  const auto missing = [](int side) { return (kMultiple - side % kMultiple) % kMultiple; };
  cv::Mat result;
  cv::copyMakeBorder(picture, result, 0, missing(picture.rows), 0, missing(picture.cols),
                     cv::BORDER_CONSTANT);
  return result;
}

double clamped(float value) {
  return std::clamp(static_cast<double>(value), 0.0, 1.0);
}

class YunetFace : public Detector {
public:
  explicit YunetFace(LoadedModel model)
      : network_(std::move(model), Reuse::anySize),
        minScore_(network_.entry().threshold("score", 0.6)),
        minTurnedScore_(network_.entry().threshold("score_turned", 0.7)),
        nms_(network_.entry().threshold("nms", 0.45)) {
    for (const char* kind : {"cls_", "obj_", "bbox_"})
      for (const int stride : kStrides)
        outputs_.push_back(kind + std::to_string(stride));
  }

  DetectorInfo info() const override { return network_.info(); }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> { return find(scene.pyramid); });
  }

private:
  std::vector<Region> find(Pyramid& pyramid) {
    const int native = pyramid.longSide();
    const int enlarged = std::min(kEnlargedSide, native * kMaxEnlarging);
    const int large = std::clamp(native, enlarged, kLargeSide);
    std::vector<Candidate> found;
    pass(pyramid, large, Turn::none, found);
    if (large > kSmallSide * 5 / 4)
      pass(pyramid, kSmallSide, Turn::none, found);
    for (const Turn turn : {Turn::quarter, Turn::half, Turn::threeQuarters})
      pass(pyramid, std::min(kTurnedSide, large), turn, found);

    std::vector<Region> regions;
    for (const auto& face : keepBest(std::move(found), {nms_, 0.7})) {
      Region region;
      region.kind = RegionKind::face;
      region.box = pyramid.toFull(face.box, pyramid.decoded().size());
      region.score = face.score;
      region.label = "face";
      if (!region.box.empty())
        regions.push_back(std::move(region));
    }
    return regions;
  }

  /// One look at one size; appends boxes on the decoded picture, margins added.
  void pass(Pyramid& pyramid, int longSide, Turn turn, std::vector<Candidate>& found) {
    const cv::Mat& level = pyramid.bgr(longSide);
    const cv::Mat input = padded(turned(level, turn));
    const auto outputs = network_.run(cv::dnn::blobFromImage(input), outputs_);
    const double scale = static_cast<double>(pyramid.decoded().cols) / level.cols;
    const double minScore = turn == Turn::none ? minScore_ : minTurnedScore_;
    for (std::size_t i = 0; i < kStrides.size(); ++i) {
      const Layer layer{outputs.at(i), outputs.at(i + 3), outputs.at(i + 6), kStrides[i]};
      for (auto& face : decode(layer, input.size(), minScore)) {
        const auto box = turnedBack(withMargin(face.box), level.size(), turn);
        found.push_back(
            {{box.x * scale, box.y * scale, box.width * scale, box.height * scale}, face.score, 0});
      }
    }
  }

  struct Layer {
    const cv::Mat& classScores;
    const cv::Mat& objectScores;
    const cv::Mat& boxes;
    int stride;
  };

  /// Cell j of a layer stands for column j mod columns, row j / columns; the box's centre is given
  /// in cells from there, its size as a logarithm in cells.
  static std::vector<Candidate> decode(const Layer& layer, cv::Size input, double minScore) {
    const int columns = input.width / layer.stride;
    const int cells = columns * (input.height / layer.stride);
    CV_Assert(layer.classScores.total() == static_cast<std::size_t>(cells));
    CV_Assert(layer.boxes.total() == static_cast<std::size_t>(cells) * 4);
    const auto* classScore = layer.classScores.ptr<float>();
    const auto* objectScore = layer.objectScores.ptr<float>();
    const auto* box = layer.boxes.ptr<float>();
    std::vector<Candidate> found;
    for (int j = 0; j < cells; ++j, box += 4) {
      const double score = std::sqrt(clamped(classScore[j]) * clamped(objectScore[j]));
      if (score < minScore)
        continue;
      const double s = layer.stride;
      const double width = s * std::exp(box[2]), height = s * std::exp(box[3]);
      const double x = s * (j % columns + static_cast<double>(box[0]));
      const double y = s * (j / columns + static_cast<double>(box[1]));
      found.push_back({{x - width / 2, y - height / 2, width, height}, score, 0});
    }
    return found;
  }

  Network network_;
  double minScore_;
  double minTurnedScore_;
  double nms_;
  std::vector<std::string> outputs_;
};
} // namespace

std::unique_ptr<Detector> makeYunetFace(LoadedModel model) {
  return std::make_unique<YunetFace>(std::move(model));
}

} // namespace photoscrub::detect
