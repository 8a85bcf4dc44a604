/// Character classes that do not ask the locale, and half-open ranges of a string.
///
/// Bytes from 0x80 up belong to a UTF-8 letter as far as word boundaries are concerned.
#pragma once

#include <cstddef>
#include <string_view>

namespace photoscrub::identify {

/// Bytes [begin, end) of a string.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
  friend bool operator==(const Span&, const Span&) = default;
};

constexpr bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool isUpper(char c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool isLower(char c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool isLetter(char c) {
  return isUpper(c) || isLower(c);
}
constexpr bool isAlnum(char c) {
  return isDigit(c) || isLetter(c);
}
/// A byte that continues a word: letter, digit, or part of a longer UTF-8 character.
constexpr bool isWordByte(char c) {
  return isAlnum(c) || static_cast<unsigned char>(c) >= 0x80;
}
/// A gap between words; a tab stands for a wide one.
constexpr bool isBlank(char c) {
  return c == ' ' || c == '\t';
}
constexpr char lower(char c) {
  return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr char upper(char c) {
  return isLower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}
constexpr int digitValue(char c) {
  return c - '0';
}

/// Whether a word could start at `at`, that is, whether the byte before it is not part of one.
constexpr bool startsWord(std::string_view text, std::size_t at) {
  return at == 0 || !isWordByte(text[at - 1]);
}
/// Whether a word could end before `at`.
constexpr bool endsWord(std::string_view text, std::size_t at) {
  return at >= text.size() || !isWordByte(text[at]);
}
constexpr bool allDigits(std::string_view text) {
  for (const char c : text)
    if (!isDigit(c))
      return false;
  return !text.empty();
}
constexpr bool sameIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size())
    return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i]))
      return false;
  return true;
}

} // namespace photoscrub::identify
