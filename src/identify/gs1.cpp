#include "identify/gs1.h"

#include "identify/ascii.h"

#include <algorithm>
#include <array>

namespace photoscrub::identify {

namespace {

/// The decoder's own spelling of FNC1 becomes the character.
std::string withSeparators(std::string_view content) {
  std::string out;
  for (std::size_t at = 0; at < content.size();) {
    const std::string_view four = content.substr(at, 4);
    const bool written = four == "<GS>" || four == "{GS}";
    out += written ? kGroupSeparator : content[at];
    at += written ? 4 : 1;
  }
  return out;
}

/// Cuts a symbology identifier [ISO/IEC 15424] off; true if it is one of GS1.
bool cutPrefix(std::string_view& content) {
  constexpr std::array<std::string_view, 5> kGs1 = {"]d2", "]C1", "]e0", "]Q3", "]J1"};
  if (content.size() < 3 || content[0] != ']' || !isLetter(content[1]))
    return false;
  const bool gs1 = std::find(kGs1.begin(), kGs1.end(), content.substr(0, 3)) != kGs1.end();
  content.remove_prefix(3);
  return gs1;
}

const Gs1Rule* ruleFor(std::string_view text) {
  const Gs1Rule* best = nullptr;
  for (const Gs1Rule& rule : gs1Rules())
    if (text.starts_with(rule.prefix) && (!best || rule.prefix.size() > best->prefix.size()))
      best = &rule;
  if (!best || text.size() < best->aiDigits || !allDigits(text.substr(0, best->aiDigits)))
    return nullptr;
  return best;
}

void readElements(std::string_view rest, Gs1Message& message) {
  while (!rest.empty()) {
    if (rest.front() == kGroupSeparator) {
      rest.remove_prefix(1);
      continue;
    }
    const Gs1Rule* rule = ruleFor(rest);
    if (!rule)
      return;
    std::string ai(rest.substr(0, rule->aiDigits));
    rest.remove_prefix(rule->aiDigits);
    const std::string_view most = rule->fixed == 0 ? rest : rest.substr(0, rule->fixed);
    const std::size_t length = std::min(most.find(kGroupSeparator), most.size());
    message.elements.push_back({std::move(ai), std::string(rest.substr(0, length))});
    rest.remove_prefix(length);
  }
  message.complete = true;
}

/// The length of "(NN)" to "(NNNN)" at the start of the text, 0 if it is not there.
std::size_t bracketedAi(std::string_view text) {
  if (text.empty() || text[0] != '(')
    return 0;
  const std::size_t close = text.substr(0, 6).find(')');
  if (close == std::string_view::npos || close < 3 || !allDigits(text.substr(1, close - 1)))
    return 0;
  return close + 1;
}

void readBracketed(std::string_view rest, Gs1Message& message) {
  while (const std::size_t head = bracketedAi(rest)) {
    std::size_t end = head;
    while (end < rest.size() && bracketedAi(rest.substr(end)) == 0)
      ++end;
    std::string value(rest.substr(head, end - head));
    std::erase(value, kGroupSeparator);
    while (!value.empty() && isBlank(value.back()))
      value.pop_back();
    message.elements.push_back({std::string(rest.substr(1, head - 2)), std::move(value)});
    rest.remove_prefix(end);
  }
  message.complete = rest.empty();
}

} // namespace

const Gs1Element* Gs1Message::find(std::string_view ai) const {
  const auto found = std::find_if(elements.begin(), elements.end(),
                                  [&](const Gs1Element& element) { return element.ai == ai; });
  return found == elements.end() ? nullptr : &*found;
}

Gs1Message readGs1(std::string_view content) {
  const std::string text = withSeparators(content);
  std::string_view rest = text;
  Gs1Message message;
  message.marked = cutPrefix(rest) || rest.find(kGroupSeparator) != std::string_view::npos;
  if (bracketedAi(rest) > 0) {
    message.marked = true;
    readBracketed(rest, message);
  } else {
    readElements(rest, message);
  }
  return message;
}

std::string gs1ForPeople(std::string_view content) {
  const Gs1Message message = readGs1(content);
  std::string text;
  for (const Gs1Element& element : message.elements)
    text += '(' + element.ai + ')' + element.value;
  if (!message.complete || message.elements.empty() || readGs1(text).elements != message.elements)
    return std::string(content);
  return text;
}

bool passesGs1Check(std::string_view digits) {
  if (!allDigits(digits))
    return false;
  int sum = 0, weight = 1; // from the right, the check digit itself counting once
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, weight = 4 - weight)
    sum += weight * digitValue(*digit);
  return sum % 10 == 0;
}

} // namespace photoscrub::identify
