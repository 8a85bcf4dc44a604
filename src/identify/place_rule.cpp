/// Home addresses, and the ward, bay and bed of a patient.

#include "identify/name_words.h"
#include "identify/rules.h"

#include <algorithm>
#include <array>

namespace photoscrub::identify {

namespace {

using enum LabelKind;
constexpr std::size_t kLongestAddress = 80;
constexpr std::size_t kLongestHouseNumber = 5; ///< "1234a"

constexpr std::array<std::string_view, 22> kStreetWords = {
    "road",  "rd",       "street", "st",    "lane",    "avenue", "ave",     "close",
    "drive", "crescent", "court",  "place", "gardens", "grove",  "terrace", "way",
    "walk",  "square",   "hill",   "mews",  "heol",    "stryd"};

std::string_view wordAt(std::string_view text, const NameWord& word) {
  return text.substr(word.span.begin, word.span.size());
}
bool isStreetWord(std::string_view word) {
  return std::any_of(kStreetWords.begin(), kStreetWords.end(),
                     [&](std::string_view street) { return sameIgnoringCase(street, word); });
}
bool isHigh(const NameWord& word) {
  return word.form == WordForm::capitalised || word.form == WordForm::capitals;
}

bool isHouseNumber(std::string_view word) {
  if (word.size() > kLongestHouseNumber || word.empty() || !isDigit(word[0]))
    return false;
  const std::string_view digits = isLetter(word.back()) ? word.substr(0, word.size() - 1) : word;
  return allDigits(digits) && digits.size() < kLongestHouseNumber;
}

/// From `begin` to the next label, the next wide gap or the longest address.
Span phraseFrom(const Page& page, std::size_t line, std::size_t begin) {
  const std::string& text = page.lines[line].text;
  const std::vector<Label>& labels = page.labels[line];
  const auto next = std::partition_point(
      labels.begin(), labels.end(), [&](const Label& label) { return label.span.begin < begin; });
  std::size_t stop = std::min(text.size(), begin + kLongestAddress);
  if (next != labels.end())
    stop = std::min(stop, next->span.begin);
  // Nothing is searched beyond the stop: many labels on a long line would search it again and
  // again.
  const std::size_t gap = std::string_view(text).substr(begin, stop - begin).find('\t');
  if (gap != std::string_view::npos)
    stop = begin + gap;
  while (stop > begin && !isWordByte(text[stop - 1]))
    --stop;
  return {begin, stop};
}

void report(const Page& page, Findings& findings, std::size_t line, Span span, Finding finding) {
  finding.value = page.lines[line].text.substr(span.begin, span.size());
  findings.report(line, span, std::move(finding));
}

void findLabelledAddress(const Page& page, Findings& findings, std::size_t line) {
  const std::string& text = page.lines[line].text;
  for (const Label& label : page.labels[line]) {
    if (label.kind != address)
      continue;
    std::size_t begin = label.span.end;
    while (begin < text.size() && !isWordByte(text[begin]) && begin - label.span.end < 6)
      ++begin;
    const Span span = phraseFrom(page, line, std::min(begin, text.size()));
    if (span.size() >= 3)
      report(page, findings, line, span, {"address", {}, Certainty::medium});
  }
}

void findAddressBelowLabel(const Page& page, Findings& findings, std::size_t line) {
  const std::string& text = page.lines[line].text;
  for (std::size_t begin = 0; begin < text.size();) {
    const Span span = phraseFrom(page, line, begin);
    const auto label =
        span.size() >= 3 ? nearLabel(page, line, span, labelKinds(address)) : std::nullopt;
    if (label && !label->sameLine && label->lone && label->steps == 1 &&
        !findings.isTaken(line, span))
      report(page, findings, line, span, {"address", {}, Certainty::medium});
    begin = text.find('\t', begin);
    if (begin == std::string::npos)
      break;
    ++begin;
  }
}

/// 33 Church Avenue.
void findStreets(const Page& page, Findings& findings, std::size_t line,
                 const std::vector<NameWord>& words) {
  const std::string& text = page.lines[line].text;
  for (std::size_t k = 0; k < words.size(); ++k) {
    if (!isHouseNumber(wordAt(text, words[k])))
      continue;
    for (std::size_t n = 1; n <= 4 && k + n < words.size(); ++n) {
      const NameWord& word = words[k + n];
      if (word.before == Gap::apart || !isHigh(word))
        break;
      if (n == 1 || !isStreetWord(wordAt(text, word)))
        continue;
      const Span span{words[k].span.begin, word.span.end};
      if (!findings.isTaken(line, span))
        report(page, findings, line, span, {"address", {}, Certainty::info});
      break;
    }
  }
}

/// What may stand behind "Bed": 12, 7B, C. Words only behind a colon.
bool isPlaceName(std::string_view word, bool colon) {
  if (word.empty())
    return false;
  if (isDigit(word[0]))
    return word.size() <= 4;
  return isUpper(word[0]) && (word.size() <= 2 || colon);
}

/// "Bed 12", "Ward: Cedar" and "Cedar Ward".
void findWards(const Page& page, Findings& findings, std::size_t line,
               const std::vector<NameWord>& words) {
  const std::string& text = page.lines[line].text;
  for (const Label& label : page.labels[line]) {
    if (label.kind != place)
      continue;
    const auto next = std::partition_point(words.begin(), words.end(), [&](const NameWord& word) {
      return word.span.begin < label.span.end;
    });
    Span span = label.span;
    if (next != words.end() && next->span.begin >= label.span.end &&
        next->span.begin - label.span.end <= 3) {
      const std::string_view gap =
          std::string_view(text).substr(label.span.end, next->span.begin - label.span.end);
      const bool colon = gap.find(':') != std::string_view::npos;
      if (isPlaceName(wordAt(text, *next), colon) && gap.find('\t') == std::string_view::npos)
        span.end = next->span.end;
    }
    const auto own = std::partition_point(words.begin(), next, [&](const NameWord& word) {
      return word.span.begin < label.span.begin;
    });
    if (span == label.span && own != words.begin() && own != words.end() &&
        own->before == Gap::blank && isHigh(*(own - 1)) && !(own - 1)->common &&
        sameIgnoringCase(wordAt(text, *own), "ward"))
      span.begin = (own - 1)->span.begin;
    if (span != label.span && !findings.isTaken(line, span))
      report(page, findings, line, span, {"ward or bed", {}, Certainty::info});
  }
}

} // namespace

void findAddresses(const Page& page, Findings& findings) {
  for (std::size_t line = 0; line < page.lines.size(); ++line) {
    findLabelledAddress(page, findings, line);
    findAddressBelowLabel(page, findings, line);
    findStreets(page, findings, line, nameWords(page.lines[line].text, page.labels[line]));
  }
}

void findPlaces(const Page& page, Findings& findings) {
  for (std::size_t line = 0; line < page.lines.size(); ++line)
    findWards(page, findings, line, nameWords(page.lines[line].text, page.labels[line]));
}

} // namespace photoscrub::identify
