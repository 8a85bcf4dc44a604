#include "detect/likelihood.h"

#include <algorithm>
#include <array>
#include <span>

namespace photoscrub::detect {

namespace {
struct Knot {
  double own;
  double right;
};

// From the bins that tests/eval/evaluate.py --curves prints, smoothed so that they never fall;
// docs/detection.md shows how well they fit.
constexpr std::array<Knot, 7> kFace = {
    {{0, 0}, {0.3, 0.1}, {0.5, 0.25}, {0.6, 0.55}, {0.7, 0.8}, {0.85, 0.97}, {1, 1}}};
constexpr std::array<Knot, 6> kPerson = {
    {{0, 0}, {0.15, 0.4}, {0.3, 0.62}, {0.5, 0.78}, {0.8, 0.95}, {1, 1}}};
constexpr std::array<Knot, 6> kText = {
    {{0, 0}, {0.5, 0.1}, {0.65, 0.4}, {0.85, 0.54}, {0.95, 0.75}, {1, 0.95}}};
constexpr std::array<Knot, 5> kBarcode = {
    {{0, 0}, {0.7, 0.03}, {0.77, 0.15}, {0.85, 0.6}, {1, 0.97}}};
constexpr std::array<Knot, 6> kScreen = {
    {{0, 0.05}, {0.1, 0.2}, {0.25, 0.5}, {0.4, 0.75}, {0.7, 0.92}, {1, 1}}};
constexpr std::array<Knot, 5> kWristband = {
    {{0, 0}, {0.45, 0.25}, {0.6, 0.7}, {0.75, 0.9}, {1, 0.97}}};
constexpr std::array<Knot, 4> kBadge = {{{0, 0}, {0.6, 0.3}, {0.75, 0.8}, {1, 1}}};

std::span<const Knot> knotsOf(RegionKind kind) {
  switch (kind) {
  case RegionKind::face:
    return kFace;
  case RegionKind::person:
    return kPerson;
  case RegionKind::text:
    return kText;
  case RegionKind::barcode:
    return kBarcode;
  case RegionKind::screen:
    return kScreen;
  case RegionKind::wristband:
    return kWristband;
  case RegionKind::badge:
    return kBadge;
  default:
    return {};
  }
}
} // namespace

double likelihood(RegionKind kind, double own) {
  const auto knots = knotsOf(kind);
  if (knots.empty())
    return own;
  const auto above =
      std::find_if(knots.begin(), knots.end(), [own](const Knot& knot) { return knot.own > own; });
  if (above == knots.begin())
    return knots.front().right;
  if (above == knots.end())
    return knots.back().right;
  const auto below = above - 1;
  return below->right +
         (above->right - below->right) * (own - below->own) / (above->own - below->own);
}

} // namespace photoscrub::detect
