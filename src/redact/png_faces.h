/// The faces of a PNG, looked at in a pass of their own. Internal to src/redact.
#pragma once

#include "redact/face_pixels.h"
#include "redact/png_rows.h"

namespace photoscrub::redact {

struct PngCovers {
  std::vector<Rect> solid;
  FacePixels faces;
};
/// What is covered in `file`, and how. REQUIRES: `rows` was opened on `file`; none was taken.
/// Errors: those of PngRows.
Result<PngCovers> pngCovers(ByteView file, PngRows& rows, const RedactOptions& options,
                            const Limits& limits);

} // namespace photoscrub::redact
