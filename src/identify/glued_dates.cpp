#include "identify/glued_dates.h"

#include "identify/date_layouts.h"

#include <algorithm>

namespace photoscrub::identify {

namespace {
/// 1/1/2024 and 30-September-2024.
constexpr std::size_t kShortest = 8, kLongest = 17;
constexpr std::size_t kYearDigits = 4;
constexpr std::size_t kFirstGroup = 3;

/// Whether the first `size` bytes are a date by themselves.
bool isDate(std::string_view word, std::size_t size) {
  const auto match = dateAt(word.substr(0, size), 0, DateReading::strict);
  return match && match->span.end == size;
}
} // namespace

std::size_t gluedDateSize(std::string_view word) {
  for (std::size_t size = kShortest; size < word.size() && size <= kLongest; ++size) {
    const bool goesOn = size + 1 < word.size() && allDigits(word.substr(size, 2));
    const bool yearAtEnd = allDigits(word.substr(size - kYearDigits, kYearDigits)) &&
                           !isDigit(word[size - kYearDigits - 1]);
    if (goesOn && yearAtEnd && isDate(word, size))
      return size;
  }
  return 0;
}

bool isDateWord(std::string_view word) {
  while (!word.empty() && !isAlnum(word.back()))
    word.remove_suffix(1);
  return word.size() >= kShortest && isDate(word, word.size());
}

bool numberBegins(std::string_view word, std::string_view next) {
  const bool year = word.size() == kYearDigits && allDigits(word) &&
                    (word.substr(0, 2) == "19" || word.substr(0, 2) == "20");
  return isDateWord(word) || (year && next.size() == kFirstGroup && allDigits(next));
}

} // namespace photoscrub::identify
