#include "detect/sensitivity.h"

#include <array>

namespace photoscrub::detect {

namespace {
constexpr std::array<std::string_view, 3> kNames = {"high", "normal", "low"};

struct LeastScores {
  RegionKind kind;
  std::array<double, 3> scores; ///< high, normal, low
};

// Of the detectors' own scores, from the curves of tests/eval; docs/detection.md shows them.
constexpr std::array<LeastScores, kRegionKinds> kLeastScores = {{
    {RegionKind::face, {0.31, 0.4, 0.55}},
    {RegionKind::person, {0.15, 0.25, 0.4}},
    {RegionKind::identifier, {0.0, 0.0, 0.0}},
    {RegionKind::text, {0.0, 0.75, 0.85}},
    {RegionKind::barcode, {0.75, 0.8, 0.9}},
    {RegionKind::screen, {0.08, 0.2, 0.35}},
    {RegionKind::wristband, {0.0, 0.55, 0.65}},
    {RegionKind::badge, {0.0, 0.7, 0.75}},
    {RegionKind::document, {0.5, 0.55, 0.7}},
}};
} // namespace

std::string_view name(Sensitivity sensitivity) {
  return kNames[static_cast<std::size_t>(sensitivity)];
}

std::optional<Sensitivity> sensitivityFrom(std::string_view text) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == text)
      return static_cast<Sensitivity>(i);
  return std::nullopt;
}

double leastScore(RegionKind kind, Sensitivity sensitivity) {
  for (const auto& row : kLeastScores)
    if (row.kind == kind)
      return row.scores[static_cast<std::size_t>(sensitivity)];
  return 0;
}

} // namespace photoscrub::detect
