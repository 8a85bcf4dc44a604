#include "identify/calendar.h"

#include <array>

namespace photoscrub::identify {

bool isPlausible(const Date& date) {
  constexpr std::array<int, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.year < 1850 || date.year > 2100 || date.month < 1 || date.month > 12 || date.day < 1)
    return false;
  const bool leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
  if (date.month == 2 && date.day == 29)
    return leap;
  return date.day <= kDays[static_cast<std::size_t>(date.month - 1)];
}

int fullYear(int twoDigits) {
  return twoDigits > 30 ? 1900 + twoDigits : 2000 + twoDigits;
}

std::string isoDate(const Date& date) {
  const auto padded = [](int value, std::size_t width) {
    std::string digits = std::to_string(value);
    return std::string(width > digits.size() ? width - digits.size() : 0, '0') + digits;
  };
  return padded(date.year, 4) + '-' + padded(date.month, 2) + '-' + padded(date.day, 2);
}

} // namespace photoscrub::identify
