/// A film as numbers: what a cleaned file says about its tracks. Plain data, private to the video
/// format's own files. Views show the file.
#pragma once

#include "formats/video_entry.h"

#include <array>

namespace photoscrub::formats::video {

using Matrix = std::array<std::uint32_t, 9>;

/// So many samples in a row with the same value (`stts`, `ctts`).
struct Run {
  std::uint32_t count = 0;
  std::uint32_t value = 0;
};
/// Adds a run at the end, as part of the last one if it has the same value.
void append(std::vector<Run>& runs, Run run);
/// Cuts or lengthens `runs` to `samples` in all; new samples get `filling`.
void fit(std::vector<Run>& runs, std::uint32_t samples, std::uint32_t filling);

/// Samples of one track that lie side by side in the file.
struct Chunk {
  std::uint64_t offset = 0; ///< in the file
  std::uint64_t bytes = 0;
  std::uint32_t samples = 0;
  std::uint32_t entry = 0; ///< of the sample description, from 0
};

/// Where the samples of a track lie and when they are shown.
struct Samples {
  std::uint32_t count = 0;
  std::uint32_t constantSize = 0;   ///< 0: `sizes` has one for each
  std::vector<std::uint32_t> sizes; ///< empty if `constantSize` is not 0
  std::vector<Chunk> chunks;        ///< in sample order
  std::vector<Run> durations;       ///< in units of Track::timescale
  std::vector<Run> shifts;          ///< from decoding to showing; empty: none
  bool signedShifts = false;        ///< `shifts` are two's complement
  bool everySync = true;            ///< else `sync` lists the samples to start from, from 1
  std::vector<std::uint32_t> sync;

  /// Of sample `index`.
  std::uint32_t size(std::uint32_t index) const {
    return constantSize != 0 ? constantSize : sizes[index];
  }
  std::uint64_t bytes() const;
  std::uint64_t duration() const;
};

/// A line of an edit list (14496-12, 8.6.6).
struct Edit {
  std::uint64_t duration = 0;   ///< in units of Movie::timescale
  std::int64_t mediaTime = 0;   ///< -1: nothing is shown
  std::uint32_t rate = 0x10000; ///< 16.16
};

struct Track {
  Media media = Media::picture;
  std::uint32_t id = 0; ///< in the file that was read; a cleaned file counts from 1
  // tkhd
  std::uint32_t flags = 0;
  std::uint64_t duration = 0;
  std::uint16_t layer = 0, group = 0, volume = 0;
  Matrix matrix{};
  std::uint32_t width = 0, height = 0; ///< 16.16
  std::vector<Edit> edits;
  // mdhd, smhd
  std::uint32_t timescale = 0;
  std::uint64_t mediaDuration = 0;
  std::uint16_t balance = 0;
  std::vector<SampleEntry> entries;
  Samples samples;
};

struct Movie {
  std::uint32_t timescale = 0;
  std::uint64_t duration = 0;
  std::uint32_t rate = 0;
  std::uint16_t volume = 0;
  Matrix matrix{};
  std::vector<Track> tracks;
};

/// Pixels of the first picture track, none if there is only sound.
Size pictureSize(const Movie& movie);
/// Errors: limit, if a picture is larger than Limits allow.
Status checkSizes(const Movie& movie, const Limits& limits);

/// Entries of sample tables that one file may still have. They take more memory than the file.
class TableBudget {
public:
  /// Ten hours at 60 pictures a second with sound and shown out of order have six million.
  explicit TableBudget(const Limits& limits) : left_(std::uint64_t{limits.maxParts} * 80) {}
  /// Errors: limit.
  Status take(std::uint64_t entries);

private:
  std::uint64_t left_;
};

Error damaged(std::string detail, std::uint64_t offset = 0);
Error cutShort(std::string detail, std::uint64_t offset = 0);

} // namespace photoscrub::formats::video
