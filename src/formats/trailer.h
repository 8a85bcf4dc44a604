/// Bytes after the end of a picture, and what they usually are. Pure; thread-safe.
#pragma once

#include "formats/container_format.h"

namespace photoscrub::formats {

/// Names what lies from `begin` to the end of `file`: further JPEG images, a video, an archive,
/// a maker's own block, or unknown bytes. Nothing if `begin` is the end.
std::vector<Part> describeTrailer(ByteView file, std::uint64_t begin);

} // namespace photoscrub::formats
