#include "consent/day.h"

#include <array>
#include <chrono>
#include <ctime>

namespace photoscrub::consent {

namespace {

// `text` has the form of `pattern`, in which 0 stands for any digit.
bool looksLike(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size())
    return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (pattern[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i])
      return false;
  return true;
}

// REQUIRES: digits only.
int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits)
    value = value * 10 + (digit - '0');
  return value;
}

std::string formatted(const std::tm& time, const char* format) {
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), format, &time)};
}

} // namespace

bool isDay(std::string_view text) {
  if (!looksLike(text, "0000-00-00"))
    return false;
  const int year = number(text.substr(0, 4));
  const std::chrono::year_month_day day{
      std::chrono::year(year), std::chrono::month(static_cast<unsigned>(number(text.substr(5, 2)))),
      std::chrono::day(static_cast<unsigned>(number(text.substr(8, 2))))};
  return day.ok() && year >= 1900 && year <= 2999;
}

bool isMoment(std::string_view text) {
  return looksLike(text, "0000-00-00T00:00:00Z") && isDay(text.substr(0, 10)) &&
         number(text.substr(11, 2)) < 24 && number(text.substr(14, 2)) < 60 &&
         number(text.substr(17, 2)) < 61; // 60: a leap second
}

std::string today() {
  const std::time_t clock = std::time(nullptr);
  std::tm time{};
  ::localtime_r(&clock, &time);
  return formatted(time, "%Y-%m-%d");
}

std::string now() {
  const std::time_t clock = std::time(nullptr);
  std::tm time{};
  ::gmtime_r(&clock, &time);
  return formatted(time, "%Y-%m-%dT%H:%M:%SZ");
}

} // namespace photoscrub::consent
