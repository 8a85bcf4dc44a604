/// The headers of a movie and its tracks (14496-12, 8.2.2, 8.3.2, 8.4.2, 8.6.6): numbers that stay,
/// dates that are noted down. Private to the video format's own files; pure.
#pragma once

#include "formats/video_boxes.h"

namespace photoscrub::formats::video {

// Errors of all: malformed, truncated, limit.
Status readMovieHeader(const bmff::Box& mvhd, Movie& movie, Reading& reading);
/// `tkhd` among the boxes of a track.
Status readTrackHeader(const std::vector<bmff::Box>& boxes, Track& track, Reading& reading);
/// `mdhd` among the boxes of `mdia`.
Status readMediaHeader(const std::vector<bmff::Box>& media, Track& track, Reading& reading);
/// `edts` among the boxes of a track, if it is there.
Status readEditList(const std::vector<bmff::Box>& boxes, Track& track, Reading& reading);

} // namespace photoscrub::formats::video
