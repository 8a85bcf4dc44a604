/// E-mail addresses and postcodes.

#include "identify/postcodes.h"
#include "identify/rules.h"

#include <algorithm>

namespace photoscrub::identify {

namespace {

constexpr std::size_t kLongestLocalPart = 64; // RFC 5321, 4.5.3.1.1
constexpr std::size_t kLongestDomain = 255;   // RFC 5321, 4.5.3.1.2

bool isLocal(char c) {
  return isAlnum(c) || std::string_view("._%+-'").find(c) != std::string_view::npos;
}
bool isDomain(char c) {
  return isAlnum(c) || c == '-' || c == '.';
}

/// The address around the '@' at `at`; an empty span where there is none.
Span emailAround(std::string_view text, std::size_t at) {
  std::size_t begin = at, end = at + 1;
  while (begin > 0 && at - begin < kLongestLocalPart && isLocal(text[begin - 1]))
    --begin;
  while (end < text.size() && end - at <= kLongestDomain && isDomain(text[end]))
    ++end;
  while (end > at + 1 && !isAlnum(text[end - 1]))
    --end;
  const std::string_view domain = text.substr(at + 1, end - at - 1);
  const std::size_t dot = domain.rfind('.');
  const bool topLevel =
      dot != std::string_view::npos && dot > 0 && domain.size() - dot > 2 &&
      std::all_of(domain.begin() + static_cast<std::ptrdiff_t>(dot) + 1, domain.end(), isLetter);
  return begin < at && topLevel ? Span{begin, end} : Span{};
}

} // namespace

void findEmails(const Page& page, Findings& findings) {
  for (std::size_t line = 0; line < page.lines.size(); ++line) {
    const std::string& text = page.lines[line].text;
    for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
      const Span span = emailAround(text, at);
      if (span.size() > 0 && !findings.isTaken(line, span))
        findings.report(line, span,
                        {"e-mail address", text.substr(span.begin, span.size()), Certainty::info});
    }
  }
}

void findPostcodes(const Page& page, Findings& findings) {
  for (std::size_t line = 0; line < page.lines.size(); ++line) {
    const std::string& text = page.lines[line].text;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (!startsWord(text, at) || !isLetter(text[at]))
        continue;
      const auto label = nearLabel(page, line, {at, at + 1}, labelKinds(LabelKind::postcode));
      const auto match =
          postcodeAt(text, at, label ? PostcodeReading::lenient : PostcodeReading::strict);
      if (!match || findings.isTaken(line, match->span))
        continue;
      findings.report(line, match->span,
                      {"postcode", match->value, label ? Certainty::medium : Certainty::info});
    }
  }
}

} // namespace photoscrub::identify
