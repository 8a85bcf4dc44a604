/// What the APPn and COM segments of real JPEG files hold: a table of signatures.
#pragma once

#include "base/bytes.h"
#include "formats/container_format.h"

#include <string>
#include <string_view>

namespace photoscrub::formats::jpeg {

/// One known use of a segment.
struct SegmentUse {
  std::uint8_t marker;
  std::string_view signature; ///< the payload's first bytes
  FindingKind kind;
  std::string_view where; ///< for reports
  bool describedByExiv2 = false;
};

/// The use of the segment, by marker and first bytes; null where none is known.
const SegmentUse* segmentUse(std::uint8_t marker, ByteView payload);

/// "APP4", "COM", "marker 0xF3".
std::string markerName(std::uint8_t marker);

} // namespace photoscrub::formats::jpeg
