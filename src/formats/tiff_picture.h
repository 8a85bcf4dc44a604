/// How a page of a TIFF file codes its picture: what the tags say that decoding depends on, and how
/// much image data follows from it. Pure.
#pragma once

#include "base/geometry.h"
#include "base/limits.h"
#include "base/result.h"

#include <cstdint>
#include <optional>

namespace photoscrub::formats::tiff {

/// Tags that a cleaned file may hold, TIFF 6.0, technical note 2 and Exif 2.32.
enum Tag : std::uint16_t {
  kNewSubfileType = 254,
  kImageWidth = 256,
  kImageLength = 257,
  kBitsPerSample = 258,
  kCompression = 259,
  kPhotometric = 262,
  kFillOrder = 266,
  kImageDescription = 270,
  kStripOffsets = 273,
  kOrientation = 274,
  kSamplesPerPixel = 277,
  kRowsPerStrip = 278,
  kStripByteCounts = 279,
  kXResolution = 282,
  kYResolution = 283,
  kPlanarConfiguration = 284,
  kT4Options = 292,
  kT6Options = 293,
  kResolutionUnit = 296,
  kArtist = 315,
  kPredictor = 317,
  kWhitePoint = 318,
  kPrimaryChromaticities = 319,
  kColorMap = 320,
  kTileWidth = 322,
  kTileLength = 323,
  kTileOffsets = 324,
  kTileByteCounts = 325,
  kInkSet = 332,
  kExtraSamples = 338,
  kSampleFormat = 339,
  kJpegTables = 347,
  kYCbCrCoefficients = 529,
  kYCbCrSubSampling = 530,
  kYCbCrPositioning = 531,
  kReferenceBlackWhite = 532,
  kCopyright = 33432,
  kExifIfd = 34665,
  kIccProfile = 34675,
};

/// Compression schemes that have rules of their own here.
inline constexpr std::uint64_t kUncompressed = 1, kFax3 = 3, kFax4 = 4, kOldJpeg = 6, kJpeg = 7;
/// Photometric interpretations that have rules of their own here.
inline constexpr std::uint64_t kRgb = 2, kPalette = 3, kSeparated = 5, kYCbCr = 6;

struct Picture {
  std::uint64_t subfile = 0; ///< NewSubfileType: 0, or a mask, alone (4) or one of several (6)
  std::uint64_t width = 0, length = 0;
  std::uint64_t compression = kUncompressed;
  std::optional<std::uint64_t> photometric;
  std::uint64_t bits = 1;    ///< a sample
  std::uint64_t samples = 1; ///< a pixel
  bool planes = false;       ///< each sample in strips or tiles of its own
  bool tiled = false;
  std::uint64_t cellWidth = 0, cellLength = 0;      ///< of a tile, or a strip but the last
  std::uint64_t subsamplingX = 2, subsamplingY = 2; ///< of chroma, for YCbCr

  Size size() const { return {static_cast<int>(width), static_cast<int>(length)}; }
  /// Strips or tiles. REQUIRES: checkPicture() is ok.
  std::uint64_t cells() const;
  /// Rows of one of them, padding included.
  std::uint64_t rows(std::uint64_t cell) const;
  /// Bytes that decoders read of an uncompressed one.
  std::uint64_t rawBytes(std::uint64_t cell) const;
};

/// ok if viewers know the way of coding, it hides no metadata of its own, and the sizes make sense.
/// Errors: malformed, limit, unsupported.
Status checkPicture(const Picture& picture, const Limits& limits);

/// True for a predictor's compression schemes (TIFF 6.0, section 14).
bool takesPredictor(std::uint64_t compression);

/// True if sensor data of a camera are coded so: colour filter arrays and what only makers use.
bool isCameraRaw(std::optional<std::uint64_t> photometric, std::uint64_t compression);

} // namespace photoscrub::formats::tiff
