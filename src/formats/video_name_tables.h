/// Names of what films carry beside pictures and sound. Plain data.
#pragma once

#include "formats/finding_kind.h"

#include <string_view>

namespace photoscrub::formats::video {

struct Named {
  std::string_view key;
  FindingKind kind;
  std::string_view where;
};

/// Null if unknown. Boxes of the film itself and its tables, by type.
const Named* boxNamed(std::string_view type);
/// User data (`udta`) and iTunes items (`ilst`), by type.
const Named* itemNamed(std::string_view type);
/// Keys of QuickTime metadata ("com.apple.quicktime.make"), by their last part or two.
const Named* keyNamed(std::string_view key);
/// `uuid` boxes, by their 16 bytes.
const Named* userTypeNamed(std::string_view userType);
/// Tracks, by handler or by the type of their sample description.
const Named* trackNamed(std::string_view code);

} // namespace photoscrub::formats::video
