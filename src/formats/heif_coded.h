/// The coded data of HEVC and AV1 pictures, unit by unit: which units are the picture, and which
/// are messages, filler or further pictures. What stands inside a unit is not read. Pure functions;
/// views show the data.
#pragma once

#include "formats/container_format.h"

#include <vector>

namespace photoscrub::formats::heif {

/// A run of units that a decoder of this one picture does not need.
struct Unneeded {
  FindingKind kind = FindingKind::other;
  std::string_view where; ///< for reports
  ByteView bytes;
};

struct CodedPicture {
  std::vector<ByteView> kept; ///< in order; neighbours are one view
  std::vector<Unneeded> unneeded;
};

/// Units of H.265 (7.3.1, 7.4.2.2), each behind its length of `lengthSize` bytes (14496-15, 8.3.2).
/// Errors: malformed (no picture in it), truncated.
Result<CodedPicture> readHevc(ByteView data, unsigned lengthSize);

/// Open bitstream units of AV1 (5.3, 6.2.2). Errors: malformed (no picture in it), truncated,
/// unsupported (several pictures one after the other).
Result<CodedPicture> readAv1(ByteView data);

} // namespace photoscrub::formats::heif
