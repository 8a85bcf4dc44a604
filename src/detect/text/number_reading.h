/// Health numbers in what was read of a line, and whether several readings of it agree.
///
/// Internal to this room. Pure functions.
#pragma once

#include "detect/text/line_reader.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace photoscrub::detect {

/// Words of a reading that are one health number with a right check digit, as it is printed: 3-3-4
/// or without blanks.
struct NumberReading {
  std::string digits;
  std::size_t first = 0, count = 0; ///< words
  double confidence = 0;            ///< of the least sure word
};
std::optional<NumberReading> healthNumberIn(const ReadLine& line);

/// Whether a line may hold a health number that was misread: about as many digits, no right number.
bool mayHoldNumber(const ReadLine& line);

/// The number that at least two of the readings give and no other number contests. One reading with
/// a right check digit says little: one wrong reading in eleven has one.
std::optional<std::string> agreedNumber(const std::vector<NumberReading>& readings);

} // namespace photoscrub::detect
