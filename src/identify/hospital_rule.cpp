/// Numbers that one hospital gives to its patients or staff. They have no common shape; the label
/// makes them.

#include "identify/rules.h"

namespace photoscrub::identify {

namespace {

using enum LabelKind;
constexpr std::size_t kFewest = 5, kMost = 11; ///< letters and digits
constexpr std::size_t kFewestDigits = 3;
/// Between a label and its number stand a colon and blanks, hardly ever words.
constexpr std::size_t kReach = 6;

/// A run of letters and digits; '-' and '/' inside belong to it, a blank between two digits as
/// well.
struct Token {
  Span span;
  std::string value;
  std::size_t digits = 0;
};

Token tokenAt(std::string_view text, std::size_t at) {
  Token token{{at, at}, {}, 0};
  for (std::size_t end = at; end < text.size() && token.value.size() <= kMost; ++end) {
    const char c = text[end];
    if (isAlnum(c)) {
      token.value += upper(c);
      token.digits += isDigit(c) ? 1 : 0;
      token.span.end = end + 1;
      continue;
    }
    if (end + 1 >= text.size() || end == at)
      break;
    const bool inside = (c == '-' || c == '/') && isAlnum(text[end + 1]);
    const bool spaced = c == ' ' && isDigit(text[end - 1]) && isDigit(text[end + 1]);
    if (!inside && !spaced)
      break;
  }
  return token;
}

bool looksLikeNumber(std::string_view text, const Token& token) {
  return endsWord(text, token.span.end) && token.value.size() >= kFewest &&
         token.value.size() <= kMost && token.digits >= kFewestDigits &&
         2 * token.digits >= token.value.size();
}

/// The label of the number: left of it with nothing but marks between, or above it and lone.
std::optional<LabelKind> labelOf(const Page& page, std::size_t line, Span span) {
  const auto label = nearLabel(page, line, span, labelKinds(hospital, staffNumber));
  if (!label)
    return std::nullopt;
  if (!label->sameLine)
    return label->lone ? std::optional(label->label.kind) : std::nullopt;
  const Span gap{label->label.span.end, span.begin};
  const std::string& text = page.lines[line].text;
  for (std::size_t at = gap.begin; at < gap.end; ++at)
    if (isWordByte(text[at]))
      return std::nullopt;
  return gap.size() <= kReach ? std::optional(label->label.kind) : std::nullopt;
}

} // namespace

void findHospitalNumbers(const Page& page, Findings& findings) {
  for (std::size_t line = 0; line < page.lines.size(); ++line) {
    const std::string& text = page.lines[line].text;
    for (std::size_t at = 0; at < text.size();) {
      const bool glued = at > 0 && isDigit(text[at]) && isLetter(text[at - 1]);
      const bool start = isAlnum(text[at]) && (startsWord(text, at) || glued);
      const Token token = start ? tokenAt(text, at) : Token{};
      const auto label =
          start && looksLikeNumber(text, token) && !findings.isTaken(line, token.span)
              ? labelOf(page, line, {at, token.span.end})
              : std::nullopt;
      if (!label) {
        ++at;
        continue;
      }
      findings.report(line, token.span,
                      {*label == hospital ? "hospital number" : "staff number", token.value,
                       Certainty::medium});
      at = token.span.end;
    }
  }
}

} // namespace photoscrub::identify
