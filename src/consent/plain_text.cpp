#include "consent/plain_text.h"

#include <cstddef>
#include <cstdint>

namespace photoscrub::consent {

namespace {

constexpr char32_t kInvalid = 0xFFFFFFFF;

// Takes the first character off `text`; kInvalid where none begins there.
char32_t takeCharacter(std::string_view& text) {
  const auto byteAt = [&text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byteAt(0);
  const std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  // 0x80-0xC1 continue a character or begin an overlong one, 0xF5 and up begin none.
  if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || text.size() < length)
    return kInvalid;
  char32_t code = length == 1 ? first : first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byteAt(i) & 0xC0) != 0x80)
      return kInvalid;
    code = (code << 6) | (byteAt(i) & 0x3F);
  }
  text.remove_prefix(length);
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return overlong || surrogate || code > 0x10FFFF ? kInvalid : code;
}

// C0, DEL and C1; U+2028 and U+2029 end a line; the rest is the table of bidirectional formatting
// characters in UAX #9, 2.
bool steers(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || code == 0x61C ||
         (code >= 0x200E && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

} // namespace

bool isPlainLine(std::string_view text) {
  while (!text.empty()) {
    const char32_t code = takeCharacter(text);
    if (code == kInvalid || steers(code))
      return false;
  }
  return true;
}

} // namespace photoscrub::consent
