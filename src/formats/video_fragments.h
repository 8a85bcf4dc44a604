/// Movie fragments (14496-12, 8.8): tables of samples that lie all over the file. They are added
/// to the tables of the tracks, so that a cleaned film has one index at its beginning. Pure.
#pragma once

#include "formats/video_boxes.h"

#include <map>

namespace photoscrub::formats::video {

/// What `trex` and then `tfhd` say about samples that do not say it themselves.
struct FragmentDefaults {
  std::uint32_t entry = 1, duration = 0, size = 0, flags = 0;
};

/// Reads `mvex` and one `moof` after the other into the tracks of a movie.
class FragmentReader {
public:
  FragmentReader(Movie& movie, Reading& reading) : movie_(movie), reading_(reading) {}

  /// Errors of these three: malformed, truncated, limit.
  Status defaults(const bmff::Box& mvex);
  Status fragment(const bmff::Box& moof);
  /// Sets the durations of the movie. REQUIRES: called once, after the last fragment.
  Status finish();

private:
  struct Progress {
    Track* track = nullptr; ///< null: its samples are not wanted
    FragmentDefaults defaults;
    std::uint64_t begin = 0; ///< time of the first sample, if it came in a fragment
    bool begun = false;
  };
  struct Base {
    std::uint64_t data = 0;
    std::uint64_t next = 0;
  };

  Status trackFragment(const bmff::Box& traf, std::uint64_t moofOffset, std::uint64_t& end);
  Status run(const bmff::Box& trun, const FragmentDefaults& defaults, Progress& progress,
             Base& base);
  Status startAt(std::uint64_t time, Progress& progress);
  void setDurations(Track& track);

  Movie& movie_;
  Reading& reading_;
  std::map<std::uint32_t, Progress> tracks_;
};

} // namespace photoscrub::formats::video
