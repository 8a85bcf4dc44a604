/// What the tags that go from a TIFF file tell about: a table. Pure.
#pragma once

#include "formats/finding_kind.h"

#include <cstdint>
#include <string>

namespace photoscrub::formats::tiff {

/// A tag on its way out, for reports: its kind and a name that shows none of its content.
struct TagUse {
  FindingKind kind = FindingKind::other;
  std::string where;
  bool describedByExiv2 = false; ///< in the first directory of a classic file
};
TagUse tagUse(std::uint16_t tag);

/// True for tags that only camera RAW files have.
bool isRawTag(std::uint16_t tag);

// Tags that lead to further directories or blocks.
inline constexpr std::uint16_t kSubIfds = 330, kXmp = 700, kIptc = 33723, kPhotoshop = 34377,
                               kGpsIfd = 34853, kInteropIfd = 40965;
inline constexpr std::uint16_t kOldSubfileType = 255, kJpegOffset = 513, kJpegLength = 514;

} // namespace photoscrub::formats::tiff
