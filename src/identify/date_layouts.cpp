#include "identify/date_layouts.h"

#include "identify/misreadings.h"
#include "identify/month_names.h"

namespace photoscrub::identify {

namespace {

/// A number and how many digits it was written with.
struct Number {
  int value = 0;
  std::size_t digits = 0;
};

class Cursor {
public:
  Cursor(std::string_view text, std::size_t at, DateReading reading)
      : text_(text), at_(at), lenient_(reading == DateReading::lenient) {}

  /// All digits that stand here, if there are 1 to `most` of them.
  std::optional<Number> number(std::size_t most) {
    Number number;
    std::size_t end = at_;
    for (; end < text_.size() && number.digits <= most; ++end) {
      const auto digit = digit_(text_[end]);
      if (!digit)
        break;
      number.value = number.value * 10 + digitValue(*digit);
      ++number.digits;
    }
    if (number.digits == 0 || number.digits > most)
      return std::nullopt;
    at_ = end;
    return number;
  }

  /// One of the characters, or 0 where none of them stands here.
  char oneOf(std::string_view characters) {
    if (at_ >= text_.size() || characters.find(text_[at_]) == std::string_view::npos)
      return 0;
    return text_[at_++];
  }
  void skip(std::string_view characters, int most) {
    for (int n = 0; n < most && oneOf(characters) != 0; ++n) {
    }
  }
  bool ordinal() {
    for (const std::string_view suffix : {"st", "nd", "rd", "th"}) {
      if (!sameIgnoringCase(text_.substr(at_, 2), suffix))
        continue;
      at_ += 2;
      return true;
    }
    return false;
  }
  std::optional<int> month() {
    const auto month = monthAt(text_.substr(at_));
    if (!month)
      return std::nullopt;
    at_ += month->size;
    return month->number;
  }
  bool lenient() const { return lenient_; }
  std::size_t at() const { return at_; }
  /// A date ends where its digits end; "T" may follow, as in 2024-01-31T10:20.
  bool atEnd() const {
    return endsWord(text_, at_) ||
           (text_[at_] == 'T' && at_ + 1 < text_.size() && isDigit(text_[at_ + 1]));
  }

private:
  std::optional<char> digit_(char c) const {
    if (isDigit(c))
      return c;
    return lenient_ ? misreadDigit(c) : std::nullopt;
  }

  std::string_view text_;
  std::size_t at_;
  bool lenient_;
};

std::optional<int> yearOf(const std::optional<Number>& number) {
  if (!number)
    return std::nullopt;
  if (number->digits == 4)
    return number->value;
  if (number->digits == 2)
    return fullYear(number->value);
  return std::nullopt;
}

/// 31/01/2024, 31.01.2024, 31-1-24.
std::optional<DateMatch> dayMonthYear(Cursor cursor) {
  const auto day = cursor.number(2);
  const char mark = day ? cursor.oneOf(cursor.lenient() ? "/-. " : "/-.") : 0;
  if (mark == 0)
    return std::nullopt;
  const auto month = cursor.number(2);
  if (!month || cursor.oneOf(cursor.lenient() ? "/-. " : std::string_view(&mark, 1)) == 0)
    return std::nullopt;
  const auto yearNumber = cursor.number(4);
  const auto year = yearOf(yearNumber);
  // 1.2.24 is as often a version or a section.
  if (!year || (yearNumber->digits == 2 && mark == '.' && !cursor.lenient()))
    return std::nullopt;
  return DateMatch{{0, cursor.at()}, {*year, month->value, day->value}, false};
}

/// 31-Jan-2024, 31 January 24, 31st Jan, 2024, 31JAN2024.
std::optional<DateMatch> dayNameYear(Cursor cursor) {
  const auto day = cursor.number(2);
  if (!day)
    return std::nullopt;
  const bool ordinal = cursor.ordinal();
  const char mark = cursor.oneOf("-/. ");
  cursor.skip(" ", 1);
  const auto month = cursor.month();
  if (!month)
    return std::nullopt;
  const bool sameMark = cursor.oneOf("-/., ") == mark;
  cursor.skip(" .,", 2);
  const auto year = yearOf(cursor.number(4));
  if (!year)
    return std::nullopt;
  return DateMatch{
      {0, cursor.at()}, {*year, *month, day->value}, mark == '-' && sameMark && !ordinal};
}

/// January 31, 2024.
std::optional<DateMatch> nameDayYear(Cursor cursor) {
  const auto month = cursor.month();
  if (!month)
    return std::nullopt;
  cursor.skip(" .-", 2);
  const auto day = cursor.number(2);
  if (!day)
    return std::nullopt;
  cursor.ordinal();
  if (cursor.oneOf(", -") == 0)
    return std::nullopt;
  cursor.skip(" ", 1);
  const auto year = cursor.number(4);
  if (!year || year->digits != 4)
    return std::nullopt;
  return DateMatch{{0, cursor.at()}, {year->value, *month, day->value}, false};
}

/// 2024-01-31, 2024/1/31.
std::optional<DateMatch> yearMonthDay(Cursor cursor) {
  const auto year = cursor.number(4);
  if (!year || year->digits != 4)
    return std::nullopt;
  const char mark = cursor.oneOf("-/.");
  const auto month = mark == 0 ? std::nullopt : cursor.number(2);
  if (!month || cursor.oneOf(std::string_view(&mark, 1)) == 0)
    return std::nullopt;
  const auto day = cursor.number(2);
  if (!day)
    return std::nullopt;
  return DateMatch{{0, cursor.at()}, {year->value, month->value, day->value}, false};
}

} // namespace

std::optional<DateMatch> dateAt(std::string_view text, std::size_t at, DateReading reading) {
  const Cursor start(text, at, reading);
  for (const auto layout : {dayMonthYear, dayNameYear, nameDayYear, yearMonthDay}) {
    auto match = layout(start);
    if (!match || !isPlausible(match->date) || !Cursor(text, match->span.end, reading).atEnd())
      continue;
    match->span.begin = at;
    return match;
  }
  return std::nullopt;
}

} // namespace photoscrub::identify
