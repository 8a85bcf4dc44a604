/// The file type box of films (14496-12, 4.3). Plain data; pure.
#pragma once

#include "base/bytes.h"

#include <optional>

namespace photoscrub::formats::video {

/// A whole `ftyp` box with the brands of `payload` (that of the original's box; empty if it had
/// none) that say how to play the film, and not which camera made it.
Bytes cleanFileType(ByteView payload);
/// True for a QuickTime film, whose tracks look a little different.
bool isQuickTime(ByteView fileTypeBox);

} // namespace photoscrub::formats::video
