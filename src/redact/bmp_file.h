/// Windows bitmaps: the header, the pixels as they are stored, and back (Microsoft, "Bitmap
/// Storage"; OS/2 bitmaps of version 1). Internal to src/redact. Uses no codec library.
#pragma once

#include "redact/plane.h"
#include "redact/redact.h"

#include <array>

namespace photoscrub::redact {

struct BmpPicture {
  Size size;
  bool topDown = false;
  int bits = 0;                         ///< of a pixel: 1, 2, 4, 8, 16, 24 or 32
  std::uint32_t headerBytes = 0;        ///< which version of the header it has
  Bytes header;                         ///< that header, without the length in front
  bool masked = false;                  ///< red, green and blue lie where masks say
  std::array<std::uint32_t, 4> masks{}; ///< red, green, blue, alpha
  Bytes palette;                        ///< B, G, R and, from version 3 on, an unused byte each
  std::size_t paletteStep = 4;
  /// Rows from top to bottom; pixels of fewer than 8 bits take a byte each.
  Raster raster;
};

/// Bytes of a row: its pixels, and zeros up to a multiple of four.
std::size_t bmpRowBytes(int width, int bits);

/// Run-length coded pictures are unpacked. Errors: malformed, truncated, limit, unsupported (JPEG
/// or PNG inside, OS/2 codings).
Result<BmpPicture> readBmp(ByteView file, const Limits& limits);

/// The file with its parts in a row: no gap, no profile, no run-length coding; what is unused is
/// zero.
Bytes writeBmp(const BmpPicture& picture);

} // namespace photoscrub::redact
