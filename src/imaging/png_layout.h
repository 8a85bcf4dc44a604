/// What a PNG says about itself before anything is unpacked (W3C PNG, third edition, clause 5 and
/// 11.2). Pure function, thread-safe; uses no codec library.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"
#include "base/result.h"

namespace photoscrub::imaging {

struct PngLayout {
  Size size;                 ///< of the default image
  int bitDepth = 0;          ///< 1, 2, 4, 8 or 16
  int colourType = 0;        ///< 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA
  bool interlaced = false;   ///< Adam7
  bool animated = false;     ///< an acTL chunk before the image data: APNG
  bool hasGamma = false;     ///< a gAMA chunk
  bool hasPrimaries = false; ///< a cHRM chunk
};

/// Walks the chunks up to the image data. REQUIRES: `file` starts with the PNG signature.
/// Errors: malformed, unsupported (Apple's CgBI variant), limit.
Result<PngLayout> readPngLayout(ByteView file, const Limits& limits);

/// How many bytes of image data (IDAT) lie at or behind `position` of the file. REQUIRES: as above.
std::uint64_t imageBytesFrom(ByteView file, std::uint64_t position);

} // namespace photoscrub::imaging
