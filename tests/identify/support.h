/// Pictures of words for the tests of identify: text set in lines with boxes as recognition gives
/// them.
#pragma once

#include "identify/identify.h"

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::identify {

inline constexpr int kLetterWidth = 10;
inline constexpr int kLetterHeight = 20;
inline constexpr int kLineHeight = 30;

/// One text line as one Word each, below each other.
std::vector<Word> asLines(const std::vector<std::string>& lines);

/// Every word by itself. A tab in a line moves on to the next multiple of 300 pixels, as columns of
/// a screen do.
std::vector<Word> asWords(const std::vector<std::string>& lines);

/// What is found in one line without geometry.
std::vector<Identifier> inLine(std::string_view line);

/// The first identifier with this label.
std::optional<Identifier> find(const std::vector<Identifier>& all, std::string_view label);

/// Names of certainties for messages.
void PrintTo(const Identifier& identifier, std::ostream* out);
void PrintTo(Certainty certainty, std::ostream* out);

} // namespace photoscrub::identify
