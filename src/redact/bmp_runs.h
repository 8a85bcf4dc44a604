/// RLE4 and RLE8 of Windows bitmaps (Microsoft, "Bitmap Compression"). Internal to src/redact. Pure
/// functions, thread-safe.
#pragma once

#include "redact/plane.h"

namespace photoscrub::redact {

/// Unpacks run-length coded rows, bottom to top, to a byte a pixel. Pixels that are skipped stay 0,
/// as viewers show them; runs that leave a row are cut. Errors: truncated.
Status unpackBmpRuns(ByteView coded, int bits, Raster& to);

} // namespace photoscrub::redact
