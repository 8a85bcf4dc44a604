/// What the rules found so far, and which text is spoken for.
#pragma once

#include "identify/page.h"

#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::identify {

/// What a rule says about one place.
struct Finding {
  std::string_view label;
  std::string value;
  Certainty certainty = Certainty::info;
};

/// A date that was found, for the rules that look for one beside a name.
struct DatePlace {
  Span span;
  std::size_t index = 0;   ///< in the list of findings
  bool bandStyle = false;  ///< DD-Mmm-YYYY, as on identity bands
  bool birthLabel = false; ///< a label says that it is a date of birth
};

class Findings {
public:
  explicit Findings(const Page& page);

  /// Whether a rule before has taken any of this text.
  bool isTaken(std::size_t line, Span span) const;
  /// Takes the text without saying anything about it.
  void take(std::size_t line, Span span);
  /// Takes the text and says what it is. Returns the finding's place in the list.
  std::size_t report(std::size_t line, Span span, Finding finding);

  std::vector<Identifier> identifiers;
  std::vector<std::vector<DatePlace>> dates; ///< of each line, from left to right

private:
  const Page& page_;
  std::vector<std::vector<bool>> taken_; ///< for each byte of each line
};

} // namespace photoscrub::identify
