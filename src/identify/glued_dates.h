/// Where a date ends in a word that goes on: recognition joins the columns of a dense list, so that
/// 04-Sep-1969 and 999 in the next column become one word.
///
/// Pure functions.
#pragma once

#include <cstddef>
#include <string_view>

namespace photoscrub::identify {

/// How many bytes of `word` are a date with a four-digit year that two digits or more follow at
/// once; 0 where there is none or nothing follows.
std::size_t gluedDateSize(std::string_view word);

/// Whether all of `word` but marks at its end is a date, so that a number beside it is not part of
/// it.
bool isDateWord(std::string_view word);

/// Whether a number begins after `word`, when `next` follows it in its line: after a date, and
/// after a year when three digits follow, as the first of the three groups of an NHS number.
bool numberBegins(std::string_view word, std::string_view next);

} // namespace photoscrub::identify
