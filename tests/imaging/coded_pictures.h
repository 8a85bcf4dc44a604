/// Small pictures of every format and kind, made while a test runs. Shared by the tests of imaging
/// and redact. A failure inside a codec library aborts the test program.
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

struct GifRecipe {
  Size size{64, 48};
  std::vector<std::array<std::uint8_t, 3>> palette{{{10, 20, 30}, {200, 100, 50}}};
  Rect frame{}; ///< place of the first image; empty: the whole screen
  bool interlaced = false;
  int transparent = -1; ///< index
  int frames = 1;       ///< all with the same pixels
};

Bytes makeGif(const GifRecipe& recipe, const Painter& painter);

struct WebpRecipe {
  Size size{64, 48};
  bool lossless = true;
  bool alpha = false;
  int frames = 1; ///< more make an animation
  Rect frame{};   ///< in an animation the place of the frames; empty: the whole canvas
};

Bytes makeWebp(const WebpRecipe& recipe, const Painter& painter);

struct TiffRecipe {
  Size size{64, 48};
  int bits = 8;
  int photometric = 2; ///< as in the tag: 0 and 1 grey, 2 RGB, 3 palette, 5 CMYK, 6 YCbCr, 8 L*a*b*
  int channels = 3;
  int compression = 5; ///< as in the tag: 1 none, 5 LZW, 7 JPEG, 8 Deflate
  int extra = -1;      ///< meaning of the last channel: 0 none, 1 and 2 alpha; -1: no extra channel
  int rowsPerStrip = 16;
  bool tiled = false; ///< 16 x 16
  bool planes = false;
  bool big = false; ///< BigTIFF
  bool isFloat = false;
  int orientation = 1;
  int pages = 1;
  std::vector<std::array<std::uint8_t, 3>> palette{};
};

Bytes makeTiff(const TiffRecipe& recipe, const Painter& painter);

struct BmpRecipe {
  Size size{64, 48};
  int bits = 24;
  int header = 40; ///< bytes of the information header
  bool topDown = false;
  bool runLengths = false;            ///< of 4 or 8 bits
  std::vector<std::uint32_t> masks{}; ///< red, green, blue (, alpha): bit fields
  std::vector<std::array<std::uint8_t, 3>> palette{};
};

/// The painter gives R, G, B, indices, or with masks the four fields.
Bytes makeBmp(const BmpRecipe& recipe, const Painter& painter);

struct HeifRecipe {
  Size size{64, 48};
  bool av1 = false;
  bool alpha = false;
  int quality = 95;
  int orientation = 1; ///< of Exif; written as irot and imir
  int primaries = 1;   ///< ITU-T H.273
  int transfer = 13;
  int matrix = 6;
  bool fullRange = true;
  bool allColours = false; ///< 4:4:4
};

/// Empty where the library has no such encoder.
Bytes makeHeif(const HeifRecipe& recipe, const Painter& painter);

struct JxlRecipe {
  Size size{64, 48};
  bool grey = false;
  bool alpha = false;
  bool lossless = true; ///< else XYB
  int orientation = 1;
  int frames = 1;
  bool boxes = false;
  bool displayP3 = false;
};

Bytes makeJxl(const JxlRecipe& recipe, const Painter& painter);

struct Jp2Recipe {
  Size size{64, 48};
  int components = 3;
  int bits = 8;
  bool alpha = false; ///< the last component
  bool bare = false;  ///< a codestream without boxes
  bool ycc = false;   ///< the values are Y, Cb, Cr with halved colours
  int tile = 0;       ///< side; 0: one tile
};

Bytes makeJp2(const Jp2Recipe& recipe, const Painter& painter);

/// Numbers that look like noise, the same every time.
std::uint32_t noise(std::uint32_t x, std::uint32_t y, std::uint32_t seed);

} // namespace photoscrub::testing
