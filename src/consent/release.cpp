#include "consent/release.h"

#include <algorithm>

namespace photoscrub::consent {

namespace {

using detect::RegionKind;

// Detectors draw a face some per cent larger or smaller than a person would.
constexpr double kGrowth = 0.05; // of the box's side, on each side
constexpr double kInside = 0.8;  // of the region's area, in the grown box
constexpr double kHalf = 0.5;    // of the region's area, in the box as it is; of what both cover

struct Extent {
  double left, top, right, bottom;
  double area() const { return std::max(0.0, right - left) * std::max(0.0, bottom - top); }
};

// Not in ints: a register may hold any box, and sums of its numbers need not fit one.
Extent extentOf(const Rect& box, double growth) {
  const double x = box.x, y = box.y, width = box.width, height = box.height;
  return {x - width * growth, y - height * growth, x + width * (1 + growth),
          y + height * (1 + growth)};
}

double shared(const Extent& a, const Extent& b) {
  return Extent{std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
                std::min(a.bottom, b.bottom)}
      .area();
}

bool liesIn(const Rect& region, const Rect& box) {
  const auto own = extentOf(region, 0), exact = extentOf(box, 0);
  if (own.area() <= 0)
    return false;
  const double both = shared(own, exact);
  // The growth forgives a detector's rim; it must not take in what stands beside the box.
  if (both < kHalf * own.area())
    return false;
  return shared(own, extentOf(box, kGrowth)) >= kInside * own.area() ||
         both >= kHalf * (own.area() + exact.area() - both);
}

std::vector<RegionKind> kindsOf(const Scope& scope) {
  if (scope.kind)
    return {*scope.kind};
  return {RegionKind::face, RegionKind::person};
}

std::string ambiguous(RegionKind kind, const std::string& reference) {
  std::string sentence = "More than one ";
  sentence += detect::name(kind);
  sentence += " lies in the area of consent ";
  sentence += reference;
  return sentence += "; draw a tighter box";
}

std::vector<std::size_t> candidates(const Scope& scope, RegionKind kind,
                                    const std::vector<detect::Region>& regions) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < regions.size(); ++i)
    if (regions[i].kind == kind && liesIn(regions[i].box, scope.box))
      found.push_back(i);
  return found;
}

void keepOneOfEach(std::vector<Release>& releases) {
  const auto byRegion = [](const Release& a, const Release& b) { return a.region < b.region; };
  std::stable_sort(releases.begin(), releases.end(), byRegion);
  const auto sameRegion = [](const Release& a, const Release& b) { return a.region == b.region; };
  releases.erase(std::unique(releases.begin(), releases.end(), sameRegion), releases.end());
}

} // namespace

Releases match(const Record& record, const std::string& photoSha256,
               const std::vector<detect::Region>& regions) {
  Releases result;
  for (std::size_t i = 0; i < record.scopes.size(); ++i) {
    const auto& scope = record.scopes[i];
    if (scope.photoSha256 != photoSha256)
      continue;
    result.outOfScope = false;
    for (const auto kind : kindsOf(scope)) {
      const auto found = candidates(scope, kind, regions);
      if (found.size() == 1)
        result.releases.push_back({found.front(), i});
      else if (found.size() > 1)
        result.problems.push_back(ambiguous(kind, record.reference));
    }
  }
  keepOneOfEach(result.releases);
  return result;
}

} // namespace photoscrub::consent
