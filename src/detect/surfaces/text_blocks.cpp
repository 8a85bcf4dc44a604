// Pages: a stack of text lines close together in one direction is paper, a form or a board, also
// where single lines on it were missed.
#include "detect/detectors.h"
#include "detect/outlines.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace photoscrub::detect {

namespace {
constexpr std::size_t kMinLines = 4;
constexpr double kSameDirection = 12.0 * std::numbers::pi / 180;
constexpr double kSimilarHeight = 2.2;
// Distance of two lines' middles in line heights: double spacing with some room.
constexpr double kMaxPitch = 2.6;
constexpr double kMargin = 0.8; // line heights of paper around the print
// A page on a screen, or on paper whose edges were found, is their region.
constexpr double kOnSurface = 0.5;
constexpr double kScore = 0.5;
// Bounds the comparison of every line with every other.
constexpr std::size_t kMaxLines = 600;

/// A line in the frame of its own direction.
struct Line {
  double angle = 0;
  double x = 0, y = 0; ///< middle, upright full-size pixels
  double length = 0, height = 0;
};

double side(const Point& a, const Point& b) {
  return std::hypot(static_cast<double>(b.x - a.x), static_cast<double>(b.y - a.y));
}

std::vector<Line> linesOf(const std::vector<Region>& found) {
  std::vector<Line> lines;
  for (const auto& region : found) {
    const auto& p = region.polygon;
    if (region.kind != RegionKind::text || region.label == "word" || p.size() != 4)
      continue;
    if (lines.size() >= kMaxLines)
      break;
    lines.push_back({readingAngle(p), (p[0].x + p[2].x) / 2.0, (p[0].y + p[2].y) / 2.0,
                     side(p[0], p[1]), std::max(1.0, side(p[0], p[3]))});
  }
  return lines;
}

/// Where `b` lies as seen along and across `a`.
struct Offset {
  double along;
  double across;
};
Offset offset(const Line& a, const Line& b) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  return {dx * std::cos(a.angle) + dy * std::sin(a.angle),
          dy * std::cos(a.angle) - dx * std::sin(a.angle)};
}

bool onOnePage(const Line& a, const Line& b) {
  const double turn = std::abs(std::remainder(a.angle - b.angle, std::numbers::pi));
  const double larger = std::max(a.height, b.height), smaller = std::min(a.height, b.height);
  if (turn > kSameDirection || larger > kSimilarHeight * smaller)
    return false;
  const auto apart = offset(a, b);
  return std::abs(apart.across) < kMaxPitch * smaller &&
         std::abs(apart.along) < (a.length + b.length) / 2 + larger;
}

/// Lines that hang together, each group as indices.
std::vector<std::vector<std::size_t>> groups(const std::vector<Line>& lines) {
  std::vector<std::size_t> parent(lines.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&](std::size_t i) {
    while (parent[i] != i)
      i = parent[i] = parent[parent[i]];
    return i;
  };
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (std::size_t j = i + 1; j < lines.size(); ++j)
      if (onOnePage(lines[i], lines[j]))
        parent[root(j)] = root(i);
  std::vector<std::vector<std::size_t>> members(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i)
    members[root(i)].push_back(i);
  return members;
}

/// How many rows of print the lines of a group make: words side by side are one row.
std::size_t rows(const std::vector<Line>& lines, const std::vector<std::size_t>& group) {
  std::vector<double> across;
  for (const auto i : group)
    across.push_back(offset(lines[group[0]], lines[i]).across);
  std::sort(across.begin(), across.end());
  std::size_t count = 1;
  double last = across[0];
  for (const double here : across) {
    if (here - last < lines[group[0]].height / 2)
      continue;
    ++count;
    last = here;
  }
  return count;
}

/// The page's outline in the direction of its first line, with some paper around the print.
Polygon outline(const std::vector<Line>& lines, const std::vector<std::size_t>& group, Size photo) {
  const Line& frame = lines[group[0]];
  double left = 0, right = 0, top = 0, bottom = 0, height = 0;
  for (const auto i : group) {
    const auto at = offset(frame, lines[i]);
    left = std::min(left, at.along - lines[i].length / 2);
    right = std::max(right, at.along + lines[i].length / 2);
    top = std::min(top, at.across - lines[i].height / 2);
    bottom = std::max(bottom, at.across + lines[i].height / 2);
    height += lines[i].height / static_cast<double>(group.size());
  }
  const double room = kMargin * height;
  const auto corner = [&](double along, double across) {
    const double x = frame.x + along * std::cos(frame.angle) - across * std::sin(frame.angle);
    const double y = frame.y + along * std::sin(frame.angle) + across * std::cos(frame.angle);
    return Point{std::clamp(static_cast<int>(std::lround(x)), 0, photo.width),
                 std::clamp(static_cast<int>(std::lround(y)), 0, photo.height)};
  };
  return {corner(left - room, top - room), corner(right + room, top - room),
          corner(right + room, bottom + room), corner(left - room, bottom + room)};
}

bool isSurface(RegionKind kind) {
  return kind == RegionKind::screen || kind == RegionKind::document ||
         kind == RegionKind::wristband || kind == RegionKind::badge;
}

class TextBlocks : public Detector {
public:
  DetectorInfo info() const override { return {"text_blocks", "1", "", "full", ""}; }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    const auto lines = linesOf(scene.found);
    std::vector<Region> regions;
    for (const auto& group : groups(lines)) {
      if (group.size() < kMinLines || rows(lines, group) < kMinLines)
        continue;
      Region region;
      region.kind = RegionKind::document;
      region.label = "page of text";
      region.score = kScore;
      region.polygon = outline(lines, group, scene.picture.fullSize);
      region.box = boxAround(region.polygon);
      const bool onSurface =
          std::any_of(scene.found.begin(), scene.found.end(), [&](const Region& other) {
            return isSurface(other.kind) && shareInside(region.box, other.box) > kOnSurface;
          });
      if (!onSurface && !region.box.empty())
        regions.push_back(std::move(region));
    }
    return regions;
  }
};
} // namespace

std::unique_ptr<Detector> makeTextBlocks() {
  return std::make_unique<TextBlocks>();
}

} // namespace photoscrub::detect
