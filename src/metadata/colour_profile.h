/// Keeps the colour of a colour profile and nothing else of it.
///
/// Standard spaces, recognised by their numbers and never by their name, become one fixed profile
/// each; every other profile is rebuilt from its colour tags. Little CMS judges the rebuilt bytes
/// only, in colour_profile.cpp alone. Run it in a worker: Little CMS is a third-party parser.
#pragma once

#include "base/bytes.h"
#include "base/limits.h"

#include <string>

namespace photoscrub::metadata {

struct CleanProfile {
  Bytes profile;          ///< satisfies formats::checkCleanProfile()
  std::string name;       ///< one of formats::kProfileNames: "sRGB", "rebuilt RGB", ...
  bool canonical = false; ///< a standard space, the same bytes for every photo in it
  bool hadText = false;   ///< text, dates or ids were left out
};

/// Makes Little CMS silent and loads what it needs. Call once at start-up, before rights are given
/// up.
void prepareColour();

/// The fixed profile of Adobe RGB (1998), for photos that name their space in Exif alone (DCF 2.0
/// option files).
Bytes adobeRgbProfile();

/// The profile without text, dates, ids and private tags. A pure function of the colour numbers;
/// its own output comes back unchanged. A rebuilt profile keeps every number. A standard space may
/// move a coded channel by 1/255 of its range, or by the rounding of the profile's own numbers
/// (3/65536 of full light, which a pure power curve shows as up to 3/255 next to black).
/// Errors: limit, malformed, truncated, unsupported (device links, named colours, spaces other than
/// grey, RGB and CMYK).
Result<CleanProfile> cleanProfile(ByteView icc, const Limits& limits);

} // namespace photoscrub::metadata
