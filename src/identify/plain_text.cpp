#include "identify/plain_text.h"

namespace photoscrub::identify {

namespace {

constexpr int kWideGapBlanks = 3;

/// One character of input: what stands for it, and how many bytes it has.
struct Plain {
  char as = 0; ///< 0: nothing; otherwise the ASCII character it becomes
  std::size_t bytes = 1;
  bool kept = false; ///< copied as it is
};

/// General punctuation, U+2000 to U+203F: E2 80 xx.
Plain generalPunctuation(unsigned char last) {
  if (last <= 0x8A || last == 0xAF)
    return {' ', 3};
  if (last >= 0x8B && last <= 0x8F)
    return {0, 3}; // zero width, direction marks
  if (last >= 0x90 && last <= 0x95)
    return {'-', 3};
  if (last == 0x98 || last == 0x99)
    return {'\'', 3};
  return {0, 3, true};
}

Plain plainAt(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t offset) {
    return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0u;
  };
  const unsigned first = byte(0);
  if (first == '\t')
    return {'\t', 1};
  if (first <= 0x20 || first == 0x7F)
    return {' ', 1};
  if (first == 0xC2 && byte(1) == 0xA0)
    return {' ', 2}; // no-break space
  if (first == 0xE2 && byte(1) == 0x88 && byte(2) == 0x92)
    return {'-', 3}; // minus sign
  if (first == 0xE2 && byte(1) == 0x80 && byte(2) >= 0x80)
    return generalPunctuation(static_cast<unsigned char>(byte(2)));
  return {0, 1, true};
}

} // namespace

std::string plainText(std::string_view utf8) {
  std::string out;
  int blanks = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const Plain plain = plainAt(utf8, at);
    const std::string_view bytes = utf8.substr(at, plain.bytes);
    at += plain.bytes;
    if (!plain.kept && plain.as == 0)
      continue;
    if (!plain.kept && (plain.as == ' ' || plain.as == '\t')) {
      blanks += plain.as == '\t' ? kWideGapBlanks : 1;
      continue;
    }
    if (blanks > 0 && !out.empty())
      out += blanks >= kWideGapBlanks ? '\t' : ' ';
    blanks = 0;
    if (plain.kept)
      out += bytes;
    else
      out += plain.as;
  }
  return out;
}

} // namespace photoscrub::identify
