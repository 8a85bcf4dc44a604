/// Small JPEGs and PNGs of every kind, made while a test runs. Shared by the tests of imaging and
/// redact. A failure inside a codec library aborts the test program.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"

#include <array>
#include <functional>

namespace photoscrub::testing {

/// The sample values of one pixel: grey, R G B (A), an index, or C M Y K as they are stored.
using Samples = std::array<std::uint16_t, 4>;
using Painter = std::function<Samples(int x, int y)>;

enum class Colours { grey, ycc, rgb, cmyk, cmykWithoutAdobe, ycck };

struct JpegRecipe {
  Size size{64, 48};
  Colours colours = Colours::ycc;
  int horizontal = 1; ///< sampling factor of the first component
  int vertical = 1;
  int quality = 90;
  int restartInterval = 0; ///< in MCUs
  bool progressive = false;
  bool arithmetic = false;
  bool separateScans = false; ///< baseline with a scan for each component
};

Bytes makeJpeg(const JpegRecipe& recipe, const Painter& painter);

struct PngRecipe {
  Size size{64, 48};
  int bitDepth = 8;
  int colourType = 2;
  bool interlaced = false;
  bool animated = false;     ///< with an acTL chunk
  bool colourChunks = false; ///< with gAMA, cHRM, sBIT, bKGD and pHYs
  /// tRNS: alpha of the first palette entries, or the one transparent grey or RGB value.
  std::vector<std::uint16_t> transparency{};
  std::vector<std::array<std::uint8_t, 3>> palette{};
  int compression = 6;
};

Bytes makePng(const PngRecipe& recipe, const Painter& painter);

/// Numbers that look like noise, the same every time.
std::uint32_t noise(std::uint32_t x, std::uint32_t y, std::uint32_t seed);

} // namespace photoscrub::testing
