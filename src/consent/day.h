/// Days and moments as texts, ISO 8601. Pure but for the two that ask the clock.
#pragma once

#include <string>
#include <string_view>

namespace photoscrub::consent {

/// "2026-11-21": a day that the Gregorian calendar has, from 1900 to 2999.
bool isDay(std::string_view text);
/// "2026-11-21T14:03:05Z"
bool isMoment(std::string_view text);

/// The day it is where the computer stands.
std::string today();
/// The moment it is, in UTC.
std::string now();

} // namespace photoscrub::consent
