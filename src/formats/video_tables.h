/// The sample tables of a track (14496-12, 8.6 and 8.7), read as players read them. Pure.
#pragma once

#include "formats/video_movie.h"

namespace photoscrub::formats::video {

/// Fills `track.samples` from the boxes of its sample table; `track.entries` must be there. Tables
/// that say more than there are samples are cut, shorter ones lengthened. Errors: malformed,
/// truncated, limit.
Status readSampleTables(const std::vector<bmff::Box>& boxes, Track& track, TableBudget& budget);

/// Bytes of `samples` of the track's samples, from number `first` on, that use `entry`.
std::uint64_t chunkBytes(const Samples& table, const SampleEntry& entry, std::uint32_t first,
                         std::uint32_t samples);

} // namespace photoscrub::formats::video
