#include "detect/codes/code_list.h"

#include "detect/outlines.h"

#include <algorithm>
#include <cmath>

namespace photoscrub::detect {

namespace {
constexpr double kSamePlace = 0.3;
constexpr float kUnreadMargin = 0.04F;

bool inOnePlace(const Rect& a, const Rect& b) {
  return shareInside(a, b) > kSamePlace || shareInside(b, a) > kSamePlace;
}

/// The outline with all its corners moved away from the middle.
std::vector<cv::Point2f> widened(std::span<const cv::Point2f> outline, float margin) {
  cv::Point2f middle(0, 0);
  for (const auto& corner : outline)
    middle += corner * (1 / static_cast<float>(outline.size()));
  float shortest = 1e9F;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const auto side = outline[(i + 1) % outline.size()] - outline[i];
    shortest = std::min(shortest, std::hypot(side.x, side.y));
  }
  // Corners lie on diagonals: a step out of both sides is longer by the square root of two.
  const float step = shortest * margin * 1.4142F;
  std::vector<cv::Point2f> result;
  for (const auto& corner : outline) {
    const auto away = corner - middle;
    const float length = std::max(1.0F, std::hypot(away.x, away.y));
    result.push_back(corner + away * (step / length));
  }
  return result;
}
} // namespace

Region CodeList::regionFor(const std::string& label, double score,
                           std::span<const cv::Point2f> outline, float margin) const {
  Region region;
  region.kind = RegionKind::barcode;
  region.label = label;
  region.score = score;
  const auto size = pyramid_.decoded().size();
  for (const auto& corner : widened(outline, margin))
    region.polygon.push_back(pyramid_.toFull(cv::Point2d(corner), size));
  region.box = boxAround(region.polygon);
  return region;
}

void CodeList::addRead(const std::string& label, const std::string& value,
                       std::span<const cv::Point2f> outline, float margin) {
  auto region = regionFor(label, 1, outline, margin);
  region.value = value;
  if (region.box.empty())
    return;
  for (const auto& other : regions_)
    if (other.value == value && iou(other.box, region.box) > 0.1)
      return;
  std::erase_if(regions_, [&](const Region& other) {
    return other.value.empty() && inOnePlace(other.box, region.box);
  });
  regions_.push_back(std::move(region));
}

void CodeList::addUnread(const std::string& label, double score,
                         std::span<const cv::Point2f> outline) {
  auto region = regionFor(label, score, outline, kUnreadMargin);
  const auto better = [&](const Region& other) {
    return other.score >= score && inOnePlace(other.box, region.box);
  };
  if (region.box.empty() || std::any_of(regions_.begin(), regions_.end(), better))
    return;
  std::erase_if(regions_, [&](const Region& other) { return inOnePlace(other.box, region.box); });
  regions_.push_back(std::move(region));
}

bool CodeList::holdsRead(const cv::Rect2f& box) const {
  const auto size = pyramid_.decoded().size();
  const Rect place = pyramid_.toFull(cv::Rect2d(box), size);
  return std::any_of(regions_.begin(), regions_.end(), [&](const Region& region) {
    return !region.value.empty() && shareInside(place, region.box) > 0.6;
  });
}

} // namespace photoscrub::detect
