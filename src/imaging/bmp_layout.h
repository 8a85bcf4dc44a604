/// What a BMP says about itself: Windows bitmaps of every version and OS/2 bitmaps without their
/// own compressions (Microsoft, "Bitmap Storage", BITMAPCOREHEADER to BITMAPV5HEADER). Pure
/// function, thread-safe; no library.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"
#include "base/result.h"

#include <array>

namespace photoscrub::imaging {

enum class BmpCoding { plain, rle4, rle8 };

struct BmpLayout {
  Size size;
  bool topDown = false; ///< the first stored row is the upper one
  int bitsPerPixel = 0; ///< 1, 2, 4, 8, 16, 24 or 32
  BmpCoding coding = BmpCoding::plain;
  std::array<std::uint32_t, 4> masks{};               ///< red, green, blue, alpha; 16 and 32 bits
  std::vector<std::array<std::uint8_t, 3>> palette{}; ///< B, G, R; up to 8 bits
  std::uint64_t pixels = 0;                           ///< where the image data begins
  std::size_t stride = 0;                             ///< bytes of a stored row, plain coding
};

/// REQUIRES: `file` starts with "BM". Errors: malformed, unsupported (JPEG or PNG inside, Huffman,
/// 24-bit run lengths), limit.
Result<BmpLayout> readBmpLayout(ByteView file, const Limits& limits);

} // namespace photoscrub::imaging
