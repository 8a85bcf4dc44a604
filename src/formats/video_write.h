/// Writing a film's index anew. Private to the video format's own files; pure.
#pragma once

#include "formats/video_layout.h"

namespace photoscrub::formats::video {

/// How the parts of an output stand to each other.
struct Placement {
  std::uint64_t media = 0;  ///< where the first sample lies in the output
  bool wideOffsets = false; ///< chunk offsets have 64 bits
};

/// The whole `moov` box.
Bytes writeMovie(const Movie& movie, const Layout& layout, Placement placement, bool quickTime);
/// The header of the media data that hold `size` bytes.
Bytes writeMediaHeader(std::uint64_t size);

} // namespace photoscrub::formats::video
