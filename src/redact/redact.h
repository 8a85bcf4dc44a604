/// Covering regions for good. Runs codec libraries on untrusted bytes: call it in a worker only.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"
#include "base/orientation.h"
#include "base/result.h"

#include <vector>

namespace photoscrub::redact {

struct RedactOptions {
  Orientation orientation = Orientation::normal; ///< of the stored picture
  std::vector<Rect> boxes;                       ///< upright full-size pixels; cut to the picture
};

/// The same picture with every box covered by one solid dark colour, chosen without looking at the
/// content. JPEG: changed in the DCT domain, only the MCUs a box touches; every other coefficient,
/// the quantisation tables, the sampling and the process (baseline, progressive, arithmetic) stay.
/// PNG: same colour type, bit depth and palette; pixels outside the boxes stay identical.
/// Metadata is not copied beyond what colour needs (Adobe flag, transparency, gamma, palette).
/// Errors: unsupported (12-bit JPEG, animated PNG, other formats), limit, malformed.
Result<Bytes> coverRegions(ByteView file, const RedactOptions& options, const Limits& limits);

/// Proof on the saved bytes: decodes `saved` in full and compares with `original`.
/// ok() when every box is one uniform colour in `saved`, and, JPEG: all coefficients outside the
/// touched MCUs equal, PNG: all pixels outside the boxes equal. Errors: leak (says which failed),
/// and those of coverRegions.
Status verifyCovered(ByteView original, ByteView saved, const RedactOptions& options,
                     const Limits& limits);

} // namespace photoscrub::redact
