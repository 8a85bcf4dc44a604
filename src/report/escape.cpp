#include "report/escape.h"

#include "metadata/utf8.h"

namespace photoscrub::report {

namespace {

std::string hexByte(char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(byte);
  return std::string("\\x") + digits[value >> 4] + digits[value & 15];
}

bool isControl(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

// Bidirectional controls reorder what follows them on the screen (Unicode TR 36).
bool reorders(char32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

template <class Bad> std::string filtered(std::string_view text, Bad whenBad) {
  std::string out;
  while (!text.empty()) {
    const auto character = metadata::firstCharacter(text);
    const auto length = character.length == 0 ? 1 : character.length;
    const auto bytes = text.substr(0, length);
    out += whenBad(character, bytes);
    text.remove_prefix(length);
  }
  return out;
}

} // namespace

std::string forTerminal(std::string_view text) {
  return filtered(text, [](const metadata::Utf8Character& character, std::string_view bytes) {
    if (character.length > 0 && !isControl(character.code) && !reorders(character.code))
      return std::string(bytes);
    std::string escaped;
    for (const char byte : bytes)
      escaped += hexByte(byte);
    return escaped;
  });
}

std::string forJson(std::string_view text) {
  return filtered(text, [](const metadata::Utf8Character& character, std::string_view bytes) {
    return character.length > 0 ? std::string(bytes) : std::string("\xEF\xBF\xBD");
  });
}

std::string forHtml(std::string_view text) {
  std::string escaped;
  for (const char c : forTerminal(text)) {
    switch (c) {
    case '&':
      escaped += "&amp;";
      break;
    case '<':
      escaped += "&lt;";
      break;
    case '>':
      escaped += "&gt;";
      break;
    case '"':
      escaped += "&quot;";
      break;
    case '\'':
      escaped += "&#39;";
      break;
    default:
      escaped += c;
    }
  }
  return escaped;
}

std::string forCsv(std::string_view text) {
  const auto safe = forTerminal(text);
  std::string field = "\"";
  if (!safe.empty() && std::string_view("=+-@").find(safe.front()) != std::string_view::npos)
    field += '\'';
  for (const char c : safe) {
    if (c == '"')
      field += '"';
    field += c;
  }
  return field + '"';
}

} // namespace photoscrub::report
