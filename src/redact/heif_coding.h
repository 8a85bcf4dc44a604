/// How a HEIC or AVIF codes its pictures (ISO/IEC 23008-12, 14496-15, AV1-ISOBMFF). Pure function,
/// thread-safe; uses no codec library.
#pragma once

#include "base/bytes.h"

#include <optional>

namespace photoscrub::redact {

struct HeifCoding {
  bool av1 = false; ///< else HEVC
  int chroma = 0;   ///< chroma_format_idc: 0 grey, 1 4:2:0, 2 4:2:2, 3 4:4:4
};

/// That of the item property with most colour: alpha and depth beside the picture are grey.
/// Nothing where there is neither HEVC nor AV1.
std::optional<HeifCoding> heifCoding(ByteView file);

} // namespace photoscrub::redact
