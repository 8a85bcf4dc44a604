/// Boxes from the upright picture to the stored one. Pure function, thread-safe.
#pragma once

#include "redact/redact.h"

namespace photoscrub::redact {

/// The boxes of `options` in stored pixels, cut to the picture; boxes outside it are left out.
/// Any numbers are allowed in a box.
std::vector<Rect> storedBoxes(const RedactOptions& options, Size stored);

} // namespace photoscrub::redact
