/// Which days exist.
#pragma once

#include <string>

namespace photoscrub::identify {

struct Date {
  int year = 0;
  int month = 0;
  int day = 0;
  friend bool operator==(const Date&, const Date&) = default;
};

/// Whether the day exists and lies in 1850 to 2100, the years a person in a photo can have to do
/// with.
bool isPlausible(const Date& date);

/// The four-digit year meant by two digits: 31 to 99 are 19xx, the rest 20xx.
int fullYear(int twoDigits);

/// YYYY-MM-DD.
std::string isoDate(const Date& date);

} // namespace photoscrub::identify
