#include "detect/faces/yunet_layers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace photoscrub::detect {

namespace {
constexpr std::array<int, 3> kStrides = {8, 16, 32};

double clamped(float value) {
  return std::clamp(static_cast<double>(value), 0.0, 1.0);
}

Candidate around(double x, double y, double width, double height, double score) {
  return {{x - width / 2, y - height / 2, width, height}, score, 0};
}

struct Layer {
  const cv::Mat& classScores;
  const cv::Mat& objectScores;
  const cv::Mat& boxes;
  int stride;
};

/// Cell j of a layer stands for column j mod columns, row j / columns; the box's centre is given in
/// cells from there, its size as a logarithm in cells.
void decodeLayer(const Layer& layer, cv::Size input, double minScore,
                 std::vector<Candidate>& found) {
  const int columns = input.width / layer.stride;
  const int cells = columns * (input.height / layer.stride);
  CV_Assert(layer.classScores.total() == static_cast<std::size_t>(cells));
  CV_Assert(layer.objectScores.total() == static_cast<std::size_t>(cells));
  CV_Assert(layer.boxes.total() == static_cast<std::size_t>(cells) * 4);
  const auto* classScore = layer.classScores.ptr<float>();
  const auto* objectScore = layer.objectScores.ptr<float>();
  const auto* box = layer.boxes.ptr<float>();
  for (int j = 0; j < cells; ++j, box += 4) {
    const double score = std::sqrt(clamped(classScore[j]) * clamped(objectScore[j]));
    if (score < minScore)
      continue;
    const double s = layer.stride;
    found.push_back(around(s * (j % columns + static_cast<double>(box[0])),
                           s * (j / columns + static_cast<double>(box[1])), s * std::exp(box[2]),
                           s * std::exp(box[3]), score));
  }
}

std::vector<Candidate> decodeAnchorFree(const std::vector<cv::Mat>& outputs, cv::Size input,
                                        double minScore) {
  std::vector<Candidate> found;
  for (std::size_t i = 0; i < kStrides.size(); ++i)
    decodeLayer({outputs.at(i), outputs.at(i + 3), outputs.at(i + 6), kStrides[i]}, input, minScore,
                found);
  return found;
}

/// The sides of the square priors on one stride.
struct PriorLevel {
  int stride;
  std::vector<double> sides;
};
const std::array<PriorLevel, 4> kPriors = {
    {{8, {10, 16, 24}}, {16, {32, 48}}, {32, {64, 96}}, {64, {128, 192, 256}}}};
constexpr double kCentreVariance = 0.1, kSizeVariance = 0.2;
constexpr int kLocValues = 14; // a box and five landmarks

/// Level by level, row by row, cell by cell, prior by prior.
std::vector<Candidate> decodeAnchors(const std::vector<cv::Mat>& outputs, cv::Size input,
                                     double minScore) {
  const auto* loc = outputs.at(0).ptr<float>();
  const auto* conf = outputs.at(1).ptr<float>();
  const auto* iou = outputs.at(2).ptr<float>();
  std::size_t priors = 0;
  for (const auto& [stride, sides] : kPriors)
    priors += static_cast<std::size_t>(input.width / stride) *
              static_cast<std::size_t>(input.height / stride) * sides.size();
  CV_Assert(outputs.at(0).total() == priors * kLocValues);
  CV_Assert(outputs.at(1).total() == priors * 2);
  CV_Assert(outputs.at(2).total() == priors);
  std::vector<Candidate> found;
  for (const auto& [stride, sides] : kPriors)
    for (int row = 0; row < input.height / stride; ++row)
      for (int column = 0; column < input.width / stride; ++column)
        for (const double side : sides) {
          const double score = std::sqrt(clamped(conf[1]) * clamped(iou[0]));
          if (score >= minScore)
            found.push_back(around((column + 0.5) * stride + loc[0] * kCentreVariance * side,
                                   (row + 0.5) * stride + loc[1] * kCentreVariance * side,
                                   side * std::exp(loc[2] * kSizeVariance),
                                   side * std::exp(loc[3] * kSizeVariance), score));
          loc += kLocValues;
          conf += 2;
          iou += 1;
        }
  return found;
}
} // namespace

YunetLayout yunetLayoutOf(const std::vector<std::string>& outputs) {
  return std::find(outputs.begin(), outputs.end(), "loc") != outputs.end()
             ? YunetLayout::anchors
             : YunetLayout::anchorFree;
}

std::vector<std::string> yunetOutputs(YunetLayout layout) {
  if (layout == YunetLayout::anchors)
    return {"loc", "conf", "iou"};
  std::vector<std::string> names;
  for (const char* kind : {"cls_", "obj_", "bbox_"})
    for (const int stride : kStrides)
      names.push_back(kind + std::to_string(stride));
  return names;
}

std::vector<Candidate> decodeYunet(YunetLayout layout, const std::vector<cv::Mat>& outputs,
                                   cv::Size input, double minScore) {
  return layout == YunetLayout::anchors ? decodeAnchors(outputs, input, minScore)
                                        : decodeAnchorFree(outputs, input, minScore);
}

} // namespace photoscrub::detect
