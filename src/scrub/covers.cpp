#include "scrub/covers.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
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
/// How far an outline may be from the sides of its box, in pixels.
constexpr int kRounding = 2;
/// Points a side at which a box is looked at.
constexpr int kSamples = 40;

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

/// Is this the outline of what the box holds? A person may have moved the box and left the outline
/// where it was: then the box counts.
bool belongsTo(const Polygon& outline, const Rect& box) {
  const auto [left, right] = std::minmax_element(
      outline.begin(), outline.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
  const auto [top, bottom] = std::minmax_element(
      outline.begin(), outline.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
  const auto near = [](int a, int b) { return std::abs(a - b) <= kRounding; };
  return near(left->x, box.x) && near(top->y, box.y) && near(right->x + 1, box.right()) &&
         near(bottom->y + 1, box.bottom());
}

bool isTurned(const detect::Region& region) {
  return region.polygon.size() >= 3 && belongsTo(region.polygon, region.box) &&
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

namespace {

/// Even-odd rule.
bool encloses(const Polygon& outline, double x, double y) {
  bool inside = false;
  for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++) {
    const auto &a = outline[i], &b = outline[j];
    if ((a.y > y) != (b.y > y) && x < a.x + (y - a.y) * (b.x - a.x) / (b.y - a.y))
      inside = !inside;
  }
  return inside;
}

/// Of the points of `box` that lie in `outline`, if there is one: the share below covers.
double shareOf(const Rect& box, const Polygon* outline, const std::vector<Rect>& all) {
  // A page of text has thousands of covers, of which a few lie here.
  std::vector<Rect> covers;
  std::copy_if(all.begin(), all.end(), std::back_inserter(covers),
               [&box](const Rect& cover) { return !intersection(cover, box).empty(); });
  if (covers.empty())
    return 0;
  const int columns = std::min(box.width, kSamples), rows = std::min(box.height, kSamples);
  int under = 0, points = 0;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const int x = box.x + (2 * column + 1) * box.width / (2 * columns);
      const int y = box.y + (2 * row + 1) * box.height / (2 * rows);
      if (outline && !encloses(*outline, x, y))
        continue;
      ++points;
      under += isUnder(x, y, covers) ? 1 : 0;
    }
  return points > 0 ? static_cast<double>(under) / points : 0;
}

} // namespace

double coveredShare(const Rect& box, const std::vector<Rect>& covers) {
  return shareOf(box, nullptr, covers);
}

double coveredShare(const detect::Region& region, const std::vector<Rect>& covers) {
  return shareOf(region.box, isTurned(region) ? &region.polygon : nullptr, covers);
}

std::vector<Rect> coveredBoxes(const std::vector<JudgedRegion>& regions,
                               const policy::Policy& policy, Size photo) {
  std::vector<Rect> boxes;
  for (const auto& cover : coversFor(regions, policy, photo))
    boxes.push_back(cover.box);
  return boxes;
}

double coveredEnough(detect::RegionKind kind) {
  switch (kind) {
  case RegionKind::identifier:
  case RegionKind::text:
  case RegionKind::barcode:
    return 0.99; // the last digit is a digit
  default:
    return 0.9;
  }
}

void markCovered(std::vector<JudgedRegion>& regions, const policy::Policy& policy, Size photo) {
  const auto covers = coveredBoxes(regions, policy, photo);
  std::vector<JudgedRegion> decided;
  std::copy_if(regions.begin(), regions.end(), std::back_inserter(decided),
               [](const JudgedRegion& judged) { return judged.redacted && judged.byHand; });
  const auto decidedCovers = coveredBoxes(decided, policy, photo);
  for (auto& judged : regions) {
    const bool waits = judged.action == policy::Action::block && !judged.released;
    if (!judged.redacted && coveredShare(judged.region, waits ? decidedCovers : covers) >=
                                coveredEnough(judged.region.kind)) {
      judged.redacted = true;
      judged.released = false;
    }
  }
}

} // namespace photoscrub::scrub
