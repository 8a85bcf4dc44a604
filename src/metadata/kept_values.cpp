#include "metadata/kept_values.h"

#include "metadata/utf8.h"

#include <array>
#include <optional>

namespace photoscrub::metadata {

namespace {

constexpr std::size_t kMaxTextBytes = 2000;

struct CodeRange {
  char32_t first, last;
};

/// C0, DEL and C1 controls; line and paragraph separator; the space itself, so that runs collapse.
constexpr std::array<CodeRange, 3> kSpaces{{{0x00, 0x20}, {0x7F, 0xA0}, {0x2028, 0x2029}}};

/// Invisible or without a meaning of their own (Unicode 15, sections 23.2 to 23.9). The joiners
/// U+200C and U+200D stay: Persian, Hindi and emoji need them.
constexpr std::array<CodeRange, 10> kDropped{{
    {0x00AD, 0x00AD},    // soft hyphen
    {0x061C, 0x061C},    // Arabic letter mark
    {0x200B, 0x200B},    // zero-width space
    {0x200E, 0x200F},    // direction marks
    {0x202A, 0x202E},    // direction embeddings and overrides
    {0x2060, 0x206F},    // word joiner, direction isolates
    {0xFDD0, 0xFDEF},    // noncharacters
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFF0, 0xFFFF},    // specials
    {0xE0000, 0x10FFFF}, // tag characters, private use planes
}};

template <std::size_t N> bool isIn(const std::array<CodeRange, N>& ranges, char32_t code) {
  for (const CodeRange& range : ranges)
    if (code >= range.first && code <= range.last)
      return true;
  return false;
}

std::optional<int> number(std::string_view text, std::size_t at, std::size_t digits) {
  if (text.size() < at + digits)
    return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, digits)) {
    if (c < '0' || c > '9')
      return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool isBetween(std::optional<int> value, int low, int high) {
  return value && *value >= low && *value <= high;
}

int daysOf(int year, int month) {
  constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

bool hasOneOf(std::string_view text, std::size_t at, std::string_view allowed) {
  return at < text.size() && allowed.find(text[at]) != std::string_view::npos;
}

/// "hh:mm:ss" or "hh:mm" at the start of `text`; blank as Exif asks where there is no valid time.
std::string cleanTimeOfDay(std::string_view text) {
  constexpr std::string_view kUnknown = "  :  :  ";
  if (!isBetween(number(text, 0, 2), 0, 23) || !hasOneOf(text, 2, ":") ||
      !isBetween(number(text, 3, 2), 0, 59))
    return std::string(kUnknown);
  if (!hasOneOf(text, 5, ":"))
    return std::string(text.substr(0, 5)) + ":00";
  if (!isBetween(number(text, 6, 2), 0, 59))
    return std::string(kUnknown);
  return std::string(text.substr(0, 8));
}

} // namespace

KeptValues selected(KeptValues values, const KeepOptions& keep) {
  if (!keep.copyright)
    values.copyright.clear();
  if (!keep.credit)
    values.credit.clear();
  if (!keep.caption)
    values.caption.clear();
  if (!keep.time)
    values.time.clear();
  return values;
}

std::string cleanText(std::string_view text) {
  const bool utf8 = isUtf8(text);
  std::string out;
  bool wantsSpace = false;
  while (!text.empty()) {
    const Utf8Character next =
        utf8 ? firstCharacter(text) : Utf8Character{static_cast<unsigned char>(text[0]), 1};
    text.remove_prefix(next.length);
    if (isIn(kSpaces, next.code)) {
      wantsSpace = !out.empty();
      continue;
    }
    if (isIn(kDropped, next.code))
      continue;
    std::string character = wantsSpace ? " " : "";
    appendUtf8(character, next.code);
    if (out.size() + character.size() > kMaxTextBytes)
      break;
    out += character;
    wantsSpace = false;
  }
  return out;
}

std::string cleanDate(std::string_view text) {
  const auto year = number(text, 0, 4);
  const auto month = number(text, 5, 2);
  const auto day = number(text, 8, 2);
  // Photography is from the 1820s on; cameras without a clock write 0000:00:00.
  if (!isBetween(year, 1800, 9999) || !hasOneOf(text, 4, ":-") || !isBetween(month, 1, 12) ||
      !hasOneOf(text, 7, ":-") || !isBetween(day, 1, daysOf(*year, *month)))
    return {};
  std::string date(text.substr(0, 10));
  date[4] = date[7] = ':';
  const bool hasTime = hasOneOf(text, 10, " T");
  return date + " " + cleanTimeOfDay(hasTime ? text.substr(11) : std::string_view{});
}

} // namespace photoscrub::metadata
