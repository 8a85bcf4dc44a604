// YOLOX-nano (Ge et al. 2021) through cv::dnn: people and screens, looked for in two sizes.
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
// Near things are found better in the smaller size, far ones in the larger.
constexpr std::array<int, 2> kSides = {640, 416};
constexpr int kMultiple = 32;
constexpr double kFloor = 0.03; // of one look
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
        minPerson_(network_.entry().threshold("score_person", 0.12)),
        minScreen_(network_.entry().threshold("score_screen", 0.05)),
        minBook_(network_.entry().threshold("score_book", 0.2)),
        nms_(network_.entry().threshold("nms", 0.5)) {}

  DetectorInfo info() const override { return network_.info(); }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> { return find(scene.pyramid); });
  }

private:
  std::vector<Region> find(Pyramid& pyramid) {
    std::vector<std::vector<Candidate>> looks;
    for (const int side : kSides)
      looks.push_back(look(pyramid, side));
    network_.rest();
    std::vector<Region> regions;
    for (const auto& found : agreed(looks, nms_)) {
      const auto& thing = kThings.at(static_cast<std::size_t>(found.tag));
      if (found.score < leastScore(thing))
        continue;
      Region region;
      region.kind = thing.kind;
      region.label = thing.label;
      region.score = found.score;
      region.box = pyramid.toFull(found.box, pyramid.decoded().size());
      if (!region.box.empty())
        regions.push_back(std::move(region));
    }
    return regions;
  }

  double leastScore(const Thing& thing) const {
    switch (thing.kind) {
    case RegionKind::person:
      return minPerson_;
    case RegionKind::screen:
      return minScreen_;
    default:
      return minBook_;
    }
  }

  /// What is seen at this size, on the decoded picture. The same thing may be seen in several
  /// neighbouring cells.
  std::vector<Candidate> look(Pyramid& pyramid, int side) {
    const cv::Mat& level = pyramid.bgr(side);
    const auto missing = [](int length) { return (kMultiple - length % kMultiple) % kMultiple; };
    cv::Mat input;
    cv::copyMakeBorder(level, input, 0, missing(level.rows), 0, missing(level.cols),
                       cv::BORDER_CONSTANT, cv::Scalar::all(kLetterbox));
    auto found = decode(network_.run(cv::dnn::blobFromImage(input)), input.size());
    const double scale = static_cast<double>(pyramid.decoded().cols) / level.cols;
    for (auto& thing : found)
      thing.box = {thing.box.x * scale, thing.box.y * scale, thing.box.width * scale,
                   thing.box.height * scale};
    return found;
  }

  /// Rows of x, y (cells from their own), width, height (logarithms, in cells), objectness and one
  /// probability a class; the rows of stride 8 first, each layer row by row.
  static std::vector<Candidate> decode(const cv::Mat& output, cv::Size size) {
    std::vector<Candidate> found;
    const float* row = output.ptr<float>();
    std::size_t expected = 0;
    for (const int stride : kStrides)
      expected += static_cast<std::size_t>(size.width / stride) *
                  static_cast<std::size_t>(size.height / stride);
    CV_Assert(output.total() == expected * (kBoxValues + kClasses));
    for (const int stride : kStrides)
      for (int y = 0; y < size.height / stride; ++y)
        for (int x = 0; x < size.width / stride; ++x, row += kBoxValues + kClasses)
          addThings(row, {x, y}, stride, found);
    return found;
  }

  static void addThings(const float* row, cv::Point cell, int stride,
                        std::vector<Candidate>& found) {
    if (row[4] < kFloor)
      return;
    for (std::size_t i = 0; i < kThings.size(); ++i) {
      const double score = static_cast<double>(row[4]) * row[kBoxValues + kThings[i].index];
      if (score < kFloor)
        continue;
      const double width = stride * std::exp(static_cast<double>(row[2]));
      const double height = stride * std::exp(static_cast<double>(row[3]));
      const double x = stride * (cell.x + static_cast<double>(row[0]));
      const double y = stride * (cell.y + static_cast<double>(row[1]));
      found.push_back({{x - width / 2, y - height / 2, width, height},
                       score,
                       static_cast<int>(kThings[i].kind),
                       static_cast<int>(i)});
    }
  }

  Network network_;
  double minPerson_;
  double minScreen_;
  double minBook_;
  double nms_;
};
} // namespace

std::unique_ptr<Detector> makeYoloxObjects(LoadedModel model) {
  return std::make_unique<YoloxObjects>(std::move(model));
}

} // namespace photoscrub::detect
