/// Dates as people and machines write them.
#pragma once

#include "identify/ascii.h"
#include "identify/calendar.h"

#include <optional>
#include <string_view>

namespace photoscrub::identify {

struct DateMatch {
  Span span;
  Date date;
  bool bandStyle = false; ///< DD-Mmm-YYYY, the layout of identity bands [ISB 0099]
};

enum class DateReading {
  strict,  ///< digits are digits
  lenient, ///< beside a label: misread digits, blanks between numbers, two-digit years after a dot
};

/// The date that starts at `at`, if one does: 31/01/2024, 31.1.24, 31-Jan-2024, 31st January 2024,
/// January 31, 2024, 2024-01-31, 31JAN2024. The day comes before the month. Work is bounded by the
/// longest layout.
std::optional<DateMatch> dateAt(std::string_view text, std::size_t at, DateReading reading);

} // namespace photoscrub::identify
