/// Animated WebPs: every frame as a viewer shows it, covered and coded again. Internal to
/// src/redact.
#pragma once

#include "redact/redact.h"

namespace photoscrub::redact {

/// Frames are composed onto the canvas, covered there, and coded anew: without loss where every
/// frame was coded so, else at the quality of still pictures. Times, the number of loops and the
/// background colour stay. Errors: malformed, limit.
Result<Bytes> coverWebpAnimation(ByteView file, const std::vector<Rect>& boxes,
                                 const Limits& limits);

/// Compares what is shown at every moment. REQUIRES: both are animated and of one size. Errors:
/// leak, malformed, limit.
Result<Outside> verifyWebpAnimation(ByteView original, ByteView saved,
                                    const std::vector<Rect>& boxes, const Limits& limits);

} // namespace photoscrub::redact
