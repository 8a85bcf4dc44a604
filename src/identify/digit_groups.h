/// Runs of digits in recognised text, and how they follow each other.
#pragma once

#include "identify/labels.h"

#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::identify {

/// A word of digits and of characters that recognition takes for digits.
struct DigitGroup {
  Span span;
  std::string digits;
  int guesses = 0; ///< characters that were not digits
};

/// The groups of a line from left to right. A group is bounded by what is neither letter nor digit,
/// or by a label that is glued to it. It may be all guesses ("OOO"); the caller decides.
std::vector<DigitGroup> digitGroups(std::string_view line, const std::vector<Label>& labels);

/// What stands between two groups.
enum class Joint {
  narrow, ///< up to three blanks, dashes or full stops
  wide,   ///< the same with a wide gap
  none,   ///< anything else: they do not belong together
};
Joint jointBetween(std::string_view line, const DigitGroup& left, const DigitGroup& right);

} // namespace photoscrub::identify
