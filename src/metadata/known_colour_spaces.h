/// The standard colour spaces a photo may be in, as the numbers of their ICC profiles. Tables and
/// pure functions; no colour library.
#pragma once

#include "base/bytes.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace photoscrub::metadata {

/// An s15Fixed16 number of a profile.
using Fixed = std::uint32_t;
double fixedValue(Fixed number);

/// The curve from coded to linear light: x^g where abcd are zero, else
/// (ax + b)^g for x >= d and cx below (ICC.1:2022, table 68, functions 0 and 3).
struct ToneCurve {
  Fixed g = 0, a = 0, b = 0, c = 0, d = 0;
  double toLinear(double coded) const;
  double toCoded(double linear) const;
};

struct RgbSpace {
  std::string_view name;
  /// Red, green and blue as X, Y, Z under D50 (rXYZ, gXYZ, bXYZ).
  std::array<std::array<Fixed, 3>, 3> primaries;
  ToneCurve curve;
  bool whiteIsD65 = true; ///< else D50
};

struct GreySpace {
  std::string_view name;
  ToneCurve curve;
};

std::span<const RgbSpace> knownRgbSpaces();
std::span<const GreySpace> knownGreySpaces();

/// The clean version 4.2 profile of a standard space: the same bytes always.
Bytes canonicalProfile(const RgbSpace& space);
Bytes canonicalProfile(const GreySpace& space);

} // namespace photoscrub::metadata
