/// Which codec a picture needs, by its first bytes. Pure functions, thread-safe.
#pragma once

#include "base/bytes.h"
#include "base/limits.h"
#include "base/result.h"

#include <new>

namespace photoscrub::imaging {

enum class Codec {
  jpeg,     ///< ITU-T T.81
  png,      ///< W3C PNG, animated or not
  gif,      ///< GIF87a and GIF89a
  webp,     ///< WebP: lossy, lossless, animated (RFC 9649)
  tiff,     ///< TIFF 6.0 and BigTIFF
  bmp,      ///< Windows and OS/2 bitmaps
  heif,     ///< ISO/IEC 23008-12: HEIC and AVIF
  jpegXl,   ///< ISO/IEC 18181, bare or in boxes
  jpeg2000, ///< ISO/IEC 15444, bare or in boxes
  other,    ///< anything else
};

Codec codecOf(ByteView file);

/// A stored width and height within the limits? Errors: malformed (zero), limit.
Status checkSize(std::uint64_t width, std::uint64_t height, const Limits& limits);

/// What a decoder may hold at a time beside the finished picture. A 200-megapixel HEIC needs
/// 300 MB, the largest honest file seen; a worker that looks for faces has little more.
inline constexpr std::uint64_t kMostWorkingBytes = 448ull << 20;

/// Would a decoder stay within kMostWorkingBytes? Errors: limit.
Status checkWorkingMemory(std::uint64_t bytes);

/// The error of an allocation that failed: the caller asked for a picture too large for this
/// computer.
Error outOfMemory();

/// Runs `work`, which returns a Result, and turns std::bad_alloc into an error.
template <class Work> auto withinMemory(Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return outOfMemory();
  }
}

} // namespace photoscrub::imaging
