// YOLOX-nano (Ge et al. 2021) through cv::dnn: people and screens.
#include "detect/candidates.h"
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/network.h"
#include "detect/pyramid.h"

#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr int kSide = 640;
constexpr std::array<int, 3> kStrides = {8, 16, 32};
constexpr double kLetterbox = 114;
constexpr int kBoxValues = 5; // x, y, width, height, objectness
constexpr int kClasses = 80;

/// A COCO class that means something in a workplace photo.
struct Thing {
  int index;
  RegionKind kind;
  const char* label;
};
constexpr std::array<Thing, 5> kThings = {{{0, RegionKind::person, "person"},
                                           {62, RegionKind::screen, "monitor"},
                                           {63, RegionKind::screen, "laptop"},
                                           {67, RegionKind::screen, "phone"},
                                           {73, RegionKind::document, "book"}}};

class YoloxObjects : public Detector {
public:
  explicit YoloxObjects(LoadedModel model)
      : network_(std::move(model), Reuse::anySize),
        minPerson_(network_.entry().threshold("score_person", 0.3)),
        minThing_(network_.entry().threshold("score_thing", 0.25)),
        nms_(network_.entry().threshold("nms", 0.5)) {}

  DetectorInfo info() const override { return network_.info(); }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> { return find(scene.pyramid); });
  }

private:
  std::vector<Region> find(Pyramid& pyramid) {
    const cv::Mat& level = pyramid.bgr(kSide);
    cv::Mat input;
    cv::copyMakeBorder(level, input, 0, kSide - level.rows, 0, kSide - level.cols,
                       cv::BORDER_CONSTANT, cv::Scalar::all(kLetterbox));
    const cv::Mat output = network_.run(cv::dnn::blobFromImage(input));
    std::vector<Region> regions;
    for (const auto& found : keepBest(decode(output), {nms_, 1.0})) {
      const auto& thing = kThings.at(static_cast<std::size_t>(found.group));
      Region region;
      region.kind = thing.kind;
      region.label = thing.label;
      region.score = found.score;
      region.box = pyramid.toFull(found.box, level.size());
      if (!region.box.empty())
        regions.push_back(std::move(region));
    }
    return regions;
  }

  /// Rows of x, y (cells from their own), width, height (logarithms, in cells), objectness and one
  /// probability a class; the rows of stride 8 first, each layer row by row.
  std::vector<Candidate> decode(const cv::Mat& output) const {
    std::vector<Candidate> found;
    const float* row = output.ptr<float>();
    std::size_t expected = 0;
    for (const int stride : kStrides)
      expected += static_cast<std::size_t>((kSide / stride) * (kSide / stride));
    CV_Assert(output.total() == expected * (kBoxValues + kClasses));
    for (const int stride : kStrides)
      for (int y = 0; y < kSide / stride; ++y)
        for (int x = 0; x < kSide / stride; ++x, row += kBoxValues + kClasses)
          addThings(row, {x, y}, stride, found);
    return found;
  }

  void addThings(const float* row, cv::Point cell, int stride,
                 std::vector<Candidate>& found) const {
    if (row[4] < std::min(minPerson_, minThing_))
      return;
    for (std::size_t i = 0; i < kThings.size(); ++i) {
      const double score = static_cast<double>(row[4]) * row[kBoxValues + kThings[i].index];
      if (score < (kThings[i].kind == RegionKind::person ? minPerson_ : minThing_))
        continue;
      const double width = stride * std::exp(static_cast<double>(row[2]));
      const double height = stride * std::exp(static_cast<double>(row[3]));
      const double x = stride * (cell.x + static_cast<double>(row[0]));
      const double y = stride * (cell.y + static_cast<double>(row[1]));
      found.push_back({{x - width / 2, y - height / 2, width, height}, score, static_cast<int>(i)});
    }
  }

  Network network_;
  double minPerson_;
  double minThing_;
  double nms_;
};
} // namespace

std::unique_ptr<Detector> makeYoloxObjects(LoadedModel model) {
  return std::make_unique<YoloxObjects>(std::move(model));
}

} // namespace photoscrub::detect
