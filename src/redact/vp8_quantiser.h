/// How coarsely a VP8 key frame is quantised (RFC 6386). Pure function, thread-safe; uses no codec
/// library.
#pragma once

#include "base/bytes.h"

#include <optional>

namespace photoscrub::redact {

/// The smallest luma quantiser index of the frame or of one of its segments, 0 (finest) to 127.
/// `frame` begins with the frame tag (9.1). Nothing where it is no key frame or ends early.
std::optional<int> vp8Quantiser(ByteView frame);

/// The first frame of a WebP file that is coded as VP8, stands it alone or in an animation; empty
/// if there is none.
ByteView firstVp8Frame(ByteView file);

} // namespace photoscrub::redact
