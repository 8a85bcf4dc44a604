/// A decoded image back to a HEIC or AVIF by libheif. Internal to src/redact.
#pragma once

#include "imaging/heif_library.h"
#include "redact/heif_coding.h"

namespace photoscrub::redact {

enum class HeifQuality {
  usual, ///< finer than phones code
  finest ///< the least loss there is without coding samples as they are
};

struct HeifWriting {
  HeifCoding coding;
  imaging::Heif<heif_color_profile_nclx> nclx; ///< what the colours mean, written too
  HeifQuality quality = HeifQuality::usual;
};

/// A file of one image and its alpha. Errors: unsupported, limit.
Result<Bytes> writeHeif(heif_image& image, const HeifWriting& writing);

} // namespace photoscrub::redact
