/// Reading the `moov` box: the movie's and the tracks' headers. Private to the video format's own
/// files; pure.
#pragma once

#include "formats/video_boxes.h"

namespace photoscrub::formats::video {

/// The tracks players show or play, with their tables; all else is noted down. Errors: malformed,
/// truncated, limit, unsupported.
Result<Movie> readMovie(const bmff::Box& moov, Reading& reading);

} // namespace photoscrub::formats::video
