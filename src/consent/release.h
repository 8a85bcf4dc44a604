/// Which of the regions that were found in a photo a consent lets stay visible. Pure: whether the
/// consent holds on a day is standingOn()'s to say. In doubt nothing is released.
#pragma once

#include "consent/register.h"

namespace photoscrub::consent {

struct Release {
  std::size_t region = 0; ///< index into the regions given
  std::size_t scope = 0;  ///< index into the record's scopes
  friend bool operator==(const Release&, const Release&) = default;
};

struct Releases {
  bool outOfScope = true;            ///< no scope of the record is for this photo
  std::vector<Release> releases;     ///< in the order of the regions, each region once
  std::vector<std::string> problems; ///< a sentence for each scope and kind that is not clear
};

/// For each scope of the photo and each kind it is for, the one region of that kind that lies in
/// its box. A region lies in a box that holds at least half of its area, if four fifths of its area
/// are in the box grown by a twentieth of its side on each side, or the two share half of what they
/// cover together. Are there several such regions, none is released.
Releases match(const Record& record, const std::string& photoSha256,
               const std::vector<detect::Region>& regions);

} // namespace photoscrub::consent
