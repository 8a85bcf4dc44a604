/// The elementary stream descriptor of an `esds` box (ISO/IEC 14496-1, 7.2.6; 14496-14, 5.6).
/// Pure.
#pragma once

#include "base/bytes.h"

#include <optional>

namespace photoscrub::formats::video {

/// An `esds` payload with the decoder's configuration alone; nothing if damaged.
std::optional<Bytes> cleanElementaryStream(ByteView payload);

/// True if MPEG-4 picture data `bytes` hold user data (ISO/IEC 14496-2, 6.2.2.1), where programs
/// write their names.
bool holdsUserData(ByteView bytes);

} // namespace photoscrub::formats::video
