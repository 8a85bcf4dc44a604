/// What libjpeg and libpng show of a file, to compare pictures before and after. The libraries'
/// own colour rules apply, so that a lost or added colour marker changes the pixels.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"

#include <optional>

namespace photoscrub::testing {

struct Decoded {
  Size size;
  int channels = 0;
  int colourSpace = 0; ///< what the library takes the coded colours for
  int warnings = 0;
  Bytes pixels;
  friend bool operator==(const Decoded&, const Decoded&) = default;
};

/// Nothing where the library gives up.
std::optional<Decoded> decodeJpeg(ByteView file);
std::optional<Decoded> decodePng(ByteView file);

} // namespace photoscrub::testing
