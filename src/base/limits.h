/// How much of everything one file may ask for. Plain data; travels by const reference and is
/// tested before anything is allocated.
#pragma once

#include <cstdint>

namespace photoscrub {

struct Limits {
  /// Largest file read at all. Phone photos are 2-15 MB, a 100-megapixel camera JPEG about 60 MB.
  std::uint64_t maxFileBytes = 512ull << 20;
  /// Width times height. A 200-megapixel phone sensor is the largest in use in 2026.
  std::uint64_t maxPixels = 300'000'000;
  /// Width or height; 65,500 is what libjpeg accepts.
  std::uint32_t maxSide = 65'500;
  /// Segments, chunks or boxes of one file. A 60 MB PNG in 8 KiB IDAT chunks has 7,500.
  std::uint32_t maxParts = 100'000;
  /// Scans of one JPEG. libjpeg's progressive script has 10; each one costs a pass over the
  /// picture.
  std::uint32_t maxScans = 100;
  /// Nesting of directories or boxes.
  std::uint32_t maxDepth = 8;
  /// Processor time to decode one picture and to look at it. A 200-megapixel photo takes under a
  /// minute on one slow core; the margin is for old office computers.
  std::uint32_t maxSeconds = 180;
  /// Bytes of one colour profile after unpacking. Printer profiles reach 3 MB.
  std::uint64_t maxProfileBytes = 4ull << 20;
};

} // namespace photoscrub
