/// UTF-8 (RFC 3629), read one character at a time from bytes that may be anything. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace photoscrub::metadata {

struct Utf8Character {
  char32_t code = 0;
  std::size_t length = 0; ///< bytes it takes; 0 where no valid character starts
};

/// The character `text` begins with. Overlong forms, surrogates and codes past 0x10FFFF are
/// invalid. REQUIRES: text is not empty.
Utf8Character firstCharacter(std::string_view text);

void appendUtf8(std::string& text, char32_t code);

bool isUtf8(std::string_view text);

} // namespace photoscrub::metadata
