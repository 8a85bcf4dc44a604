/// JPEG in TIFF (Adobe Photoshop TIFF Technical Note 2): every strip or tile is a JPEG of its own,
/// most of whose tables stand in the directory. Internal to src/redact. Pure functions.
#pragma once

#include "redact/tiff_fields.h"

namespace photoscrub::redact {

/// `piece` as a whole JPEG that is covered and compared like any other: with the `tables`, and with
/// Adobe's flag where it holds RGB. Errors: malformed.
Result<Bytes> wholeJpeg(const TiffFields& fields, ByteView tables, ByteView piece);
/// A JPEG without its application segments. Errors: malformed, truncated.
Result<Bytes> withoutApplicationSegments(ByteView jpeg);

} // namespace photoscrub::redact
