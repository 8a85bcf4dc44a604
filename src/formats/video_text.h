/// What a film carries inside its coded pictures, where it cannot be taken out without coding it
/// anew, and pictures that are in it but not shown. Pure.
#pragma once

#include "formats/video_movie.h"

namespace photoscrub::formats::video {

/// True if coded pictures of `track` hold user data: H.264 and H.265 messages, MPEG-4 user data,
/// Exif or comments of Motion JPEG. REQUIRES: all chunks lie in `file`.
bool carriesText(const Track& track, ByteView file);
/// True if the edit list leaves out more than a second of a picture track.
bool hidesPictures(const Track& track, std::uint32_t movieTimescale);

} // namespace photoscrub::formats::video
