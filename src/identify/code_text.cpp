#include "identify/code_text.h"

#include "identify/ascii.h"

#include <algorithm>
#include <array>

namespace photoscrub::identify {

namespace {

/// A health number has ten digits; codes of any other number of digits are articles, boxes, assets.
constexpr std::size_t kHealthNumberDigits = 10;

bool startsWithAny(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) {
    return sameIgnoringCase(text.substr(0, prefix.size()), prefix);
  });
}

std::vector<Word> linesAsWords(std::string_view content) {
  std::vector<Word> words;
  for (std::size_t begin = 0; begin < content.size();) {
    const std::size_t end = std::min(content.find_first_of("\r\n;", begin), content.size());
    if (end > begin)
      words.push_back({std::string(content.substr(begin, end - begin)), {}});
    begin = end + 1;
  }
  return words;
}

/// Dates, places and postcodes are in many codes and mean nobody there.
bool meansSomebody(const Identifier& found) {
  constexpr std::array<std::string_view, 7> kEvenUncertain = {
      "NHS number",   "CHI number",     "H&C number", "IHI number",
      "phone number", "e-mail address", "staff name"};
  return found.certainty != Certainty::info ||
         std::find(kEvenUncertain.begin(), kEvenUncertain.end(), found.label) !=
             kEvenUncertain.end();
}

/// The name on a vCard [RFC 6350, 6.2.1 and 6.2.2] or MECARD: FN, else N.
std::string nameOnCard(const std::vector<Word>& lines) {
  std::string name;
  for (const Word& line : lines) {
    const std::string_view text = line.text;
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
      continue;
    const std::string_view key = text.substr(0, colon);
    std::string_view value = text.substr(colon + 1);
    if (sameIgnoringCase(key, "MECARD") && startsWithAny(value, {"N:"}))
      value.remove_prefix(2);
    if (sameIgnoringCase(key, "FN"))
      return std::string(value);
    if (sameIgnoringCase(key, "N") || sameIgnoringCase(key, "MECARD"))
      name = value;
  }
  return name;
}

} // namespace

std::vector<Identifier> identifiersInCodeText(std::string_view content) {
  if (allDigits(content) && content.size() != kHealthNumberDigits)
    return {};
  const std::vector<Word> lines = linesAsWords(content);
  std::vector<Identifier> found = identifyText(lines);
  if (startsWithAny(content, {"http://", "https://", "www."})) {
    std::erase_if(found, [](const Identifier& one) { return one.certainty == Certainty::info; });
    return found;
  }
  std::erase_if(found, [](const Identifier& one) { return !meansSomebody(one); });
  if (startsWithAny(content, {"BEGIN:VCARD", "MECARD:"}))
    found.push_back({"contact card", nameOnCard(lines), Certainty::medium, {}});
  return found;
}

} // namespace photoscrub::identify
