#include "identify/labels.h"

#include "identify/misreadings.h"

#include <array>
#include <optional>

namespace photoscrub::identify {

namespace {

constexpr std::size_t kMostMarks = 3; ///< blanks and marks between two words of a label

constexpr bool isMark(char c) {
  return c == ' ' || c == '.' || c == '/' || c == '-' || c == '\'';
}

/// Matches one phrase of the table at one place. Work is bounded by the length of the phrase.
class PhraseMatcher {
public:
  PhraseMatcher(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  /// Where the phrase ends, if it is there.
  std::optional<std::size_t> match(std::string_view phrase) {
    for (const char wanted : phrase) {
      if (wanted == ' ')
        skipMarks();
      else if (wanted == '#' ? !numberWord() : !character(wanted))
        return std::nullopt;
    }
    // A digit may follow without a blank ("NHSNo943..."), unless the label itself ends in a
    // character that could be a digit of that number.
    const bool numberFollows =
        at_ < text_.size() && isDigit(text_[at_]) && isLetter(text_[at_ - 1]);
    if (!endsWord(text_, at_) && !numberFollows)
      return std::nullopt;
    return at_;
  }

private:
  void skipMarks() {
    for (std::size_t n = 0; n < kMostMarks && at_ < text_.size() && isMark(text_[at_]); ++n)
      ++at_;
  }
  bool character(char wanted) {
    if (at_ >= text_.size() || folded(text_[at_]) != folded(wanted))
      return false;
    ++at_;
    return true;
  }
  bool numberWord() {
    for (const std::string_view word : numberWords()) {
      PhraseMatcher rest(text_, at_);
      bool same = true;
      for (const char wanted : word)
        same = same && rest.character(wanted);
      if (!same)
        continue;
      at_ = rest.at_;
      return true;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_;
};

/// The phrases by their first character, folded.
using Index = std::array<std::vector<const LabelPhrase*>, 256>;
const Index& phrasesByFirst() {
  static const Index index = [] {
    Index made;
    for (const LabelPhrase& phrase : labelPhrases())
      made[static_cast<unsigned char>(folded(phrase.phrase[0]))].push_back(&phrase);
    return made;
  }();
  return index;
}

std::optional<Label> labelAt(std::string_view line, std::size_t at) {
  std::optional<Label> best;
  for (const LabelPhrase* entry : phrasesByFirst()[static_cast<unsigned char>(folded(line[at]))]) {
    const auto end = PhraseMatcher(line, at).match(entry->phrase);
    if (end && (!best || *end > best->span.end))
      best = {entry->kind, entry->weak, {at, *end}};
  }
  return best;
}

} // namespace

std::vector<Label> findLabels(std::string_view line) {
  std::vector<Label> labels;
  for (std::size_t at = 0; at < line.size();) {
    const auto label = startsWord(line, at) && isAlnum(line[at]) ? labelAt(line, at) : std::nullopt;
    if (label)
      labels.push_back(*label);
    at = label ? label->span.end : at + 1;
  }
  return labels;
}

} // namespace photoscrub::identify
