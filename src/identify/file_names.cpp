#include "identify/calendar.h"
#include "identify/file_name_words.h"
#include "identify/identify.h"
#include "identify/name_words.h"
#include "identify/plain_text.h"

#include <algorithm>
#include <optional>

namespace photoscrub::identify {

namespace {

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits)
    value = value * 10 + digitValue(c);
  return value;
}

/// 20240131, with a time 20240131101530 or 20240131101530123, or 31012024; years of photographs
/// only.
std::optional<Date> compactDate(std::string_view digits) {
  if (digits.size() != 8 && digits.size() != 12 && digits.size() != 14 && digits.size() != 17)
    return std::nullopt;
  const auto recent = [](const Date& date) {
    return isPlausible(date) && date.year >= 1900 && date.year <= 2099;
  };
  const Date yearFirst{number(digits.substr(0, 4)), number(digits.substr(4, 2)),
                       number(digits.substr(6, 2))};
  if (recent(yearFirst))
    return yearFirst;
  const Date dayFirst{number(digits.substr(4, 4)), number(digits.substr(2, 2)),
                      number(digits.substr(0, 2))};
  return digits.size() == 8 && recent(dayFirst) ? std::optional(dayFirst) : std::nullopt;
}

/// Milliseconds since 1970, as messengers name what they receive; 2001 to 2033.
bool isClockReading(std::string_view digits) {
  return digits.size() == 13 && digits >= "1000000000000" && digits < "2000000000000";
}

void findCompactDates(std::string_view text, std::vector<Identifier>& found) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && isDigit(text[end]))
      ++end;
    const std::string_view digits = text.substr(at, end - at);
    if (const auto date = compactDate(digits))
      found.push_back({"date", isoDate(*date), Certainty::info, {}});
    else if (isClockReading(digits))
      found.push_back({"date", std::string(digits), Certainty::info, {}});
    at = end + 1;
  }
}

/// Words apart: blanks for marks and between a small and a capital letter (JohnSmith), unless the
/// whole is known (WhatsApp); a wide gap before digits (Doe2).
std::string spreadWords(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && (isWordByte(text[end]) || text[end] == '\''))
      ++end;
    const std::string_view word = text.substr(at, end - at);
    const bool known = isFileNameWord(word);
    for (std::size_t k = 0; k < word.size(); ++k) {
      const bool counted = k > 0 && isDigit(word[k]) && !isDigit(word[k - 1]);
      const bool hump = k >= 3 && word.size() - k >= 3 && isUpper(word[k]) && isLower(word[k - 1]);
      if (hump && !known)
        out += ' ';
      if (counted)
        out += '\t';
      out += word[k];
    }
    if (end < text.size())
      out += text[end] == ',' ? ',' : isDigit(text[end]) ? '\t' : ' ';
    at = end + 1;
  }
  return out;
}

bool looksLikeNamePart(std::string_view text, const NameWord& word) {
  const std::string_view letters = text.substr(word.span.begin, word.span.size());
  return (word.form == WordForm::capitalised || word.form == WordForm::capitals) && !word.common &&
         !isFileNameWord(letters) && titleOf(letters) == Title::none;
}

/// Two or three words in a row that could be a name, one of them at least not all capitals.
void findPersonNames(const std::string& text, std::vector<Identifier>& found) {
  const std::vector<NameWord> words = nameWords(text, {});
  for (std::size_t k = 0; k < words.size();) {
    std::size_t end = k;
    bool mixed = false;
    while (end < words.size() && looksLikeNamePart(text, words[end]) &&
           (end == k || words[end].before != Gap::apart)) {
      mixed = mixed || words[end].form == WordForm::capitalised;
      ++end;
    }
    if (end - k >= 2 && mixed) {
      const std::size_t begin = words[k].span.begin;
      found.push_back(
          {"name", text.substr(begin, words[end - 1].span.end - begin), Certainty::info, {}});
    }
    k = std::max(end, k + 1);
  }
}

/// Underscores stand for blanks between words and for marks between digits (31_01_2024).
std::string withoutUnderscores(std::string_view stem) {
  std::string text(stem);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '_')
      continue;
    const bool inNumber =
        at > 0 && isDigit(text[at - 1]) && at + 1 < text.size() && isDigit(text[at + 1]);
    text[at] = inNumber ? '-' : ' ';
  }
  return text;
}

bool isName(const Identifier& one) {
  return one.label == "name" || one.label == "patient name" || one.label == "staff name";
}

} // namespace

std::vector<Identifier> identifyFileName(std::string_view stem) {
  const std::string text = withoutUnderscores(stem);
  std::vector<Identifier> found = identifyText({{text, {}}});
  // Bed and street names in a file name are words like any other.
  std::erase_if(found, [](const Identifier& one) { return one.label == "ward or bed"; });
  findCompactDates(text, found);
  if (std::none_of(found.begin(), found.end(), isName))
    findPersonNames(spreadWords(plainText(text)), found);
  return found;
}

} // namespace photoscrub::identify
