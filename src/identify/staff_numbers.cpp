#include "identify/staff_numbers.h"

#include "identify/misreadings.h"

namespace photoscrub::identify {

namespace {

/// Matches a shape: 'N' digit, 'A' letter, 'H' hexadecimal digit, anything else itself; a blank in
/// the shape may be missing. Work is bounded by the shape.
std::optional<StaffNumber> shapeAt(std::string_view text, std::size_t at, std::string_view shape) {
  StaffNumber number{{at, at}, {}};
  int guesses = 0;
  for (const char wanted : shape) {
    const char c = number.span.end < text.size() ? text[number.span.end] : '\0';
    if (wanted == ' ') {
      number.span.end += c == ' ' || c == '-' ? 1 : 0;
      continue;
    }
    if (wanted == 'N') {
      const auto digit = digitOrMisread(c);
      if (!digit)
        return std::nullopt;
      guesses += isDigit(c) ? 0 : 1;
      number.value += *digit;
    } else if (wanted == 'A'   ? isLetter(c)
               : wanted == 'H' ? isDigit(c) || (lower(c) >= 'a' && lower(c) <= 'f')
                               : c == wanted) {
      number.value += upper(c);
    } else {
      return std::nullopt;
    }
    ++number.span.end;
  }
  if (!endsWord(text, number.span.end) || guesses > 2)
    return std::nullopt;
  return number;
}

std::optional<StaffNumber> firstShape(std::string_view text, std::size_t at,
                                      std::initializer_list<std::string_view> shapes) {
  for (const std::string_view shape : shapes)
    if (auto number = shapeAt(text, at, shape))
      return number;
  return std::nullopt;
}

} // namespace

std::optional<StaffNumber> staffNumberAt(std::string_view text, std::size_t at,
                                         LabelKind regulator) {
  switch (regulator) {
  case LabelKind::gmc:
    return shapeAt(text, at, "NNNNNNN");
  case LabelKind::gphc: {
    auto number = shapeAt(text, at, "NNNNNNN");
    return number && number->value[0] == '2' ? number : std::nullopt;
  }
  case LabelKind::nmc:
    return shapeAt(text, at, "NNANNNNA");
  case LabelKind::hcpc:
    return firstShape(text, at, {"AA NNNNNN", "AA NNNNN", "AA NNNN", "AA NNN"});
  case LabelKind::goc:
    return shapeAt(text, at, "NN-NNNNN");
  case LabelKind::smartcard:
    return firstShape(text, at, {"NNNN NNNN NNNN", "HHHHHHHH-HHHH-HHHH-HHHH-HHHHHHHHHHHH"});
  default:
    return std::nullopt;
  }
}

} // namespace photoscrub::identify
