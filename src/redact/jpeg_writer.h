/// Coefficients back to a JPEG file. Internal to src/redact. Not thread-safe.
#pragma once

#include "redact/jpeg_coefficients.h"

namespace photoscrub::redact {

/// Writes the coefficients of `source` by the same process: baseline or progressive, Huffman or
/// arithmetic, interleaved or not, restarts, quantisation tables and sampling. Metadata stays
/// behind but for JFIF and Adobe's colour flag. Errors: malformed (coefficients out of range or
/// tables that changed half-way), limit.
Result<Bytes> writeJpeg(JpegCoefficients& source);

} // namespace photoscrub::redact
