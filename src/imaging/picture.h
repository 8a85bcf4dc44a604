/// One decoded photo as a person sees it, at the size the detectors need.
#pragma once

#include "base/bytes.h"
#include "base/limits.h"
#include "base/orientation.h"
#include "base/result.h"
#include "imaging/image.h"

#include <string>
#include <vector>

namespace photoscrub::imaging {

/// What the coded picture itself says of its colours. Containers say more; formats reads that.
struct PictureColour {
  /// ITU-T H.273 numbers, 2: not said. Only HEIC, AVIF and JPEG XL fill them.
  int primaries = 2;
  int transfer = 2;
  /// An ICC profile found inside the codestream (JPEG XL); empty: none.
  Bytes profile{};
  /// The decoder has made sRGB of it already, whatever the container says.
  bool isSrgb = false;
};

struct Picture {
  Image image;                       ///< BGR, upright
  Size fullSize;                     ///< upright size of the photo itself, in pixels
  double scale = 1;                  ///< image pixels per full-size pixel, at most 1
  bool animated = false;             ///< there is more: only the first frame or page was decoded
  std::vector<std::string> warnings; ///< what the decoder complained of; no values
  /// Coded bytes the decoder found after the last pixel but before the end of the picture: room
  /// where something may be hidden. 0 where the codec cannot tell; for a PNG up to one row
  /// and 1 KiB too much, never too little.
  std::uint64_t bytesAfterPicture = 0;
  PictureColour colour{};
};

struct DecodeOptions {
  /// Of the stored picture. HEIC, AVIF and JPEG XL say in their codestream how they are turned, and
  /// their decoders obey: give `normal` for them.
  Orientation orientation = Orientation::normal;
  /// Long side wanted, in pixels. The decoder picks the smallest cheap scale (JPEG: n/8 in the DCT
  /// domain, JPEG 2000: halves, others: a whole part) whose long side is at least this, or full
  /// size for smaller photos.
  int longSide = 2048;
};

/// Gets the codec libraries ready. Call once at start-up, before rights are given up.
void prepare();

/// Decodes a picture (its codec is decided by its first bytes) once, scaled, turned upright, onto
/// white where it is transparent. Runs codec libraries on `file`: call it in a worker only.
/// Errors: unsupported (other formats, 12-bit or lossless JPEG, floating-point TIFF, ...), limit,
/// malformed (nothing could be decoded; a picture with some damage is decoded with warnings).
Result<Picture> decodePicture(ByteView file, const DecodeOptions& options, const Limits& limits);

} // namespace photoscrub::imaging
