/// Writes a picture as a PNG with nothing in it but the picture (W3C PNG, third edition).
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "imaging/image.h"

namespace photoscrub::imaging {

/// IHDR, IDAT and IEND only. Borrows `image`, 1 or 3 channels (grey; B, G, R), for the call.
/// Errors: internal (libpng gave up).
Result<Bytes> encodePng(const ImageView& image);

} // namespace photoscrub::imaging
