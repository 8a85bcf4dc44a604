#include "detect/code_windows.h"

#include <algorithm>
#include <array>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr int kSide = 1024;
// Gaps between dark modules that still belong to one code, in pixels at kSide.
constexpr std::array<int, 3> kGaps = {7, 15, 31};
constexpr int kMinSide = 14;
constexpr double kMaxLengthToHeight = 6;
constexpr double kMinFill = 0.55;
constexpr double kQuietZone = 0.25;
constexpr std::size_t kMaxWindows = 48;

struct Patch {
  cv::RotatedRect shape;
  cv::Rect box;
  double likeness = 0;
};

/// Codes are dense in edges, fill their outline and are rather square than long.
double likeness(const cv::RotatedRect& shape, double outlineArea) {
  const double length = std::max(shape.size.width, shape.size.height);
  const double height = std::max(1.0F, std::min(shape.size.width, shape.size.height));
  if (height < kMinSide || length > kMaxLengthToHeight * height)
    return 0;
  const double fill = outlineArea / (length * height);
  return fill < kMinFill ? 0 : fill / (1 + 0.15 * (length / height));
}

void addPatches(const cv::Mat& edges, int gap, std::vector<Patch>& patches) {
  cv::Mat joined;
  cv::morphologyEx(edges, joined, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT, {gap, gap}));
  // Cuts off lines of print that lead to the code.
  const int thin = gap / 2 | 1;
  cv::morphologyEx(joined, joined, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_RECT, {thin, thin}));
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(joined, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  for (const auto& outline : outlines) {
    const auto shape = cv::minAreaRect(outline);
    const double alike = likeness(shape, cv::contourArea(outline));
    if (alike > 0)
      patches.push_back({shape, cv::boundingRect(outline), alike});
  }
}

bool sameWindow(const cv::Rect& a, const cv::Rect& b) {
  const double shared = (a & b).area();
  return shared > 0.8 * std::max(a.area(), b.area());
}

cv::RotatedRect enlarged(const cv::RotatedRect& shape, double by) {
  const auto factor = static_cast<float>(by);
  return {shape.center * factor, shape.size * factor, shape.angle};
}
} // namespace

std::vector<CodeWindow> codeWindows(const cv::Mat& grey) {
  const double factor = std::min(2.0, static_cast<double>(kSide) / std::max(grey.cols, grey.rows));
  cv::Mat level, edges;
  cv::resize(grey, level, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  cv::morphologyEx(level, edges, cv::MORPH_GRADIENT,
                   cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  cv::threshold(edges, edges, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU);
  std::vector<Patch> patches;
  for (const int gap : kGaps)
    addPatches(edges, gap, patches);
  std::stable_sort(patches.begin(), patches.end(),
                   [](const Patch& a, const Patch& b) { return a.likeness > b.likeness; });
  std::vector<CodeWindow> windows;
  for (const auto& patch : patches) {
    if (windows.size() >= kMaxWindows)
      break;
    const double room = kQuietZone * std::max(patch.box.width, patch.box.height) + 4;
    const cv::Rect2d around(patch.box.x - room, patch.box.y - room, patch.box.width + 2 * room,
                            patch.box.height + 2 * room);
    const cv::Rect window = cv::Rect(cv::Rect2d(around.x / factor, around.y / factor,
                                                around.width / factor, around.height / factor)) &
                            cv::Rect(0, 0, grey.cols, grey.rows);
    const bool known = std::any_of(windows.begin(), windows.end(), [&](const CodeWindow& other) {
      return sameWindow(window, other.around);
    });
    if (!known && window.area() > 0)
      windows.push_back({window, enlarged(patch.shape, 1 / factor)});
  }
  return windows;
}

} // namespace photoscrub::detect
