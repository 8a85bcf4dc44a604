#include "identify/name_words.h"

#include <algorithm>

namespace photoscrub::identify {

namespace {

enum class Letter { upper, lower, either, none };

/// The letter at `at` and how many bytes it has. Latin-1 letters have two cases at known places; of
/// the other alphabets the case is not looked up.
struct Read {
  Letter letter;
  std::size_t bytes;
};
Read letterAt(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80)
    return {isUpper(text[at])   ? Letter::upper
            : isLower(text[at]) ? Letter::lower
                                : Letter::none,
            1};
  std::size_t bytes = 1;
  while (at + bytes < text.size() && (static_cast<unsigned char>(text[at + bytes]) & 0xC0) == 0x80)
    ++bytes;
  if (byte != 0xC3 || bytes != 2)
    return {Letter::either, bytes};
  return {static_cast<unsigned char>(text[at + 1]) < 0x9F ? Letter::upper : Letter::lower, 2};
}

/// How many letters of each case a word has.
struct Count {
  std::size_t upper = 0, lower = 0, either = 0, strange = 0;
  Letter first = Letter::none;
  std::size_t letters() const { return upper + lower + either; }
};

/// A digit between two letters of a word is a misread letter (SM1TH).
bool isMisreadLetter(std::string_view word, std::size_t at) {
  return std::string_view("0158").find(word[at]) != std::string_view::npos && at > 0 &&
         at + 1 < word.size() && isLetter(word[at - 1]) && isLetter(word[at + 1]);
}

Count countLetters(std::string_view word) {
  Count count;
  int misread = 0;
  for (std::size_t at = 0; at < word.size();) {
    Read read = letterAt(word, at);
    if (read.letter == Letter::none && isMisreadLetter(word, at) && ++misread == 1)
      read.letter = Letter::either;
    const bool joint = (word[at] == '-' || word[at] == '\'') && at > 0;
    if (at == 0)
      count.first = read.letter;
    count.upper += read.letter == Letter::upper ? 1 : 0;
    count.lower += read.letter == Letter::lower ? 1 : 0;
    count.either += read.letter == Letter::either ? 1 : 0;
    count.strange += read.letter == Letter::none && !joint ? 1 : 0;
    at += read.bytes;
  }
  return count;
}

WordForm formOf(std::string_view word) {
  const Count count = countLetters(word);
  if (count.strange > 0 || count.letters() == 0)
    return WordForm::other;
  const bool startsHigh = count.first == Letter::upper || count.first == Letter::either;
  if (count.letters() == 1)
    return startsHigh ? WordForm::initial : WordForm::plain;
  if (count.lower == 0)
    return WordForm::capitals;
  const bool scottish =
      (word.starts_with("Mc") && count.lower == 1) || (word.starts_with("Mac") && count.lower == 2);
  if (scottish && count.upper >= 3)
    return WordForm::capitals;
  // iPhone, mmHg and the like do not start high; a second capital is fine (McDonald, DiCaprio).
  if (startsHigh && count.upper <= 2 + count.lower / 3)
    return WordForm::capitalised;
  return WordForm::plain;
}

Gap gapOf(std::string_view gap) {
  const std::size_t blanks = static_cast<std::size_t>(std::count(gap.begin(), gap.end(), ' '));
  const std::size_t commas = static_cast<std::size_t>(std::count(gap.begin(), gap.end(), ','));
  if (gap.size() > 3 || gap.empty() || blanks + commas != gap.size() || commas > 1)
    return Gap::apart;
  return commas == 1 ? Gap::comma : Gap::blank;
}

bool isPartOfName(char c) {
  return isWordByte(c) || c == '-' || c == '\'';
}

} // namespace

std::vector<NameWord> nameWords(std::string_view line, const std::vector<Label>& labels) {
  std::vector<NameWord> words;
  auto label = labels.begin();
  for (std::size_t at = 0; at < line.size();) {
    if (!isWordByte(line[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < line.size() && isPartOfName(line[end]))
      ++end;
    while (label != labels.end() && label->span.end <= at)
      ++label;
    const bool inLabel = label != labels.end() && label->span.begin < end;
    const std::size_t before = words.empty() ? 0 : words.back().span.end;
    const std::string_view word = line.substr(at, end - at);
    Gap gap = words.empty() ? Gap::apart : gapOf(line.substr(before, at - before));
    // The full stop of an initial: "J. Smith".
    if (!words.empty() && words.back().form == WordForm::initial && line[before] == '.' &&
        gapOf(line.substr(before + 1, at - before - 1)) == Gap::blank)
      gap = Gap::blank;
    const WordForm form = inLabel ? WordForm::other : formOf(word);
    words.push_back({{at, end}, form, gap, form != WordForm::initial && isCommonWord(word)});
    at = end;
  }
  return words;
}

} // namespace photoscrub::identify
