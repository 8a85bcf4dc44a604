/// What text recognition confuses: digits read as letters and the other way round.
#pragma once

#include <optional>

namespace photoscrub::identify {

/// The digit a recognised character may have been on paper, where it is not one. Only for places
/// where a label or a layout says that a digit belongs there.
std::optional<char> misreadDigit(char c);

/// The digit itself, or the one it may have been.
std::optional<char> digitOrMisread(char c);

/// A character as labels and month names are compared: lower case, and one character for all that
/// recognition takes for each other (0 and o, 1 i l |, 5 and s, 8 and b).
char folded(char c);

} // namespace photoscrub::identify
