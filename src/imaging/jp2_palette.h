/// What a palette makes of a JPEG 2000 picture, known before OpenJPEG opens it. Pure function.
#pragma once

#include "base/bytes.h"

namespace photoscrub::imaging {

/// The columns of the palette box (ISO/IEC 15444-1, I.5.3.4), 0: there is none. OpenJPEG makes a
/// component of each: up to 255, whatever the codestream holds.
std::uint64_t paletteColumns(ByteView file);

} // namespace photoscrub::imaging
