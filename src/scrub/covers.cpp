#include "scrub/covers.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>

namespace photoscrub::scrub {

namespace {

using detect::RegionKind;

/// Rows of a strip: a block of a JPEG, below which nothing is gained.
constexpr int kStripRows = 8;
/// An outline that fills this much of its box saves nothing.
constexpr double kFillsItsBox = 0.7;
/// What a reader sees of a letter whose outline was drawn through its edge.
constexpr int kLeastMargin = 2;
/// Points a side at which a box is looked at.
constexpr int kSamples = 40;
/// A region of which this much is covered cannot be seen.
constexpr double kCovered = 0.9;

double areaOf(const Polygon& outline) {
  double twice = 0;
  for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++)
    twice += static_cast<double>(outline[j].x) * outline[i].y -
             static_cast<double>(outline[i].x) * outline[j].y;
  return std::abs(twice) / 2;
}

struct Reach {
  double from = std::numeric_limits<double>::max();
  double to = std::numeric_limits<double>::lowest();
  void add(double x) {
    from = std::min(from, x);
    to = std::max(to, x);
  }
  bool empty() const { return from > to; }
};

/// Where the edge from `a` to `b` runs between the rows `top` and `bottom`.
void addEdge(Reach& reach, const Point& a, const Point& b, double top, double bottom) {
  const double low = std::max<double>(top, std::min(a.y, b.y));
  const double high = std::min<double>(bottom, std::max(a.y, b.y));
  if (low > high)
    return;
  if (a.y == b.y) {
    reach.add(a.x);
    reach.add(b.x);
    return;
  }
  for (const double y : {low, high})
    reach.add(a.x + (y - a.y) * (b.x - a.x) / (b.y - a.y));
}

int marginOf(const detect::Region& region, const policy::Policy& policy) {
  const int percent = policy.marginPercent[static_cast<std::size_t>(region.kind)];
  return std::min(region.box.width, region.box.height) * percent / 100;
}

bool isTurned(const detect::Region& region) {
  return region.polygon.size() >= 3 &&
         areaOf(region.polygon) < kFillsItsBox * static_cast<double>(region.box.area());
}

bool isUnder(int x, int y, const std::vector<Rect>& covers) {
  return std::any_of(covers.begin(), covers.end(), [x, y](const Rect& cover) {
    return x >= cover.x && x < cover.right() && y >= cover.y && y < cover.bottom();
  });
}

} // namespace

std::vector<Rect> stripsOver(const Polygon& outline, int margin, int height) {
  const auto [highest, lowest] = std::minmax_element(
      outline.begin(), outline.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
  std::vector<Rect> strips;
  const int end = lowest->y + margin + 1;
  for (int y = highest->y - margin; y < end; y += height) {
    const int bottom = std::min(y + height, end);
    Reach reach;
    for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++)
      addEdge(reach, outline[j], outline[i], y - margin, bottom + margin);
    if (reach.empty())
      continue;
    const int left = static_cast<int>(std::floor(reach.from)) - margin;
    const int right = static_cast<int>(std::ceil(reach.to)) + margin + 1;
    strips.push_back({left, y, right - left, bottom - y});
  }
  return strips;
}

std::vector<redact::Cover> coversFor(const std::vector<JudgedRegion>& regions,
                                     const policy::Policy& policy, Size photo) {
  std::vector<redact::Cover> covers;
  for (const auto& judged : regions) {
    const auto& region = judged.region;
    if (!judged.redacted || region.box.empty())
      continue;
    const int margin = marginOf(region, policy);
    // Nothing but a face may be covered by something that still shows its colours.
    const auto style =
        region.kind == RegionKind::face ? policy.style(region.kind) : redact::Style::solid;
    const Rect box = grown(region.box, {margin, margin}, photo);
    if (style != redact::Style::solid || !isTurned(region)) {
      covers.push_back({box, style});
      continue;
    }
    for (const Rect& strip :
         stripsOver(region.polygon, std::max(margin, kLeastMargin), kStripRows)) {
      const Rect inside = intersection(strip, {0, 0, photo.width, photo.height});
      if (!inside.empty())
        covers.push_back({inside, style});
    }
  }
  return covers;
}

double coveredShare(const Rect& box, const std::vector<Rect>& covers) {
  const int columns = std::min(box.width, kSamples), rows = std::min(box.height, kSamples);
  if (columns <= 0 || rows <= 0)
    return 0;
  int under = 0;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column)
      under += isUnder(box.x + (2 * column + 1) * box.width / (2 * columns),
                       box.y + (2 * row + 1) * box.height / (2 * rows), covers)
                   ? 1
                   : 0;
  return static_cast<double>(under) / (columns * rows);
}

std::vector<Rect> coveredBoxes(const std::vector<JudgedRegion>& regions,
                               const policy::Policy& policy, Size photo) {
  std::vector<Rect> boxes;
  for (const auto& cover : coversFor(regions, policy, photo))
    boxes.push_back(cover.box);
  return boxes;
}

void markCovered(std::vector<JudgedRegion>& regions, const policy::Policy& policy, Size photo) {
  const auto covers = coveredBoxes(regions, policy, photo);
  std::vector<JudgedRegion> decided;
  std::copy_if(regions.begin(), regions.end(), std::back_inserter(decided),
               [](const JudgedRegion& judged) { return judged.redacted && judged.byHand; });
  const auto decidedCovers = coveredBoxes(decided, policy, photo);
  for (auto& judged : regions) {
    const bool waits = judged.action == policy::Action::block && !judged.released;
    if (!judged.redacted &&
        coveredShare(judged.region.box, waits ? decidedCovers : covers) >= kCovered) {
      judged.redacted = true;
      judged.released = false;
    }
  }
}

} // namespace photoscrub::scrub
