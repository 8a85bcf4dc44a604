#include "identify/month_names.h"

#include "identify/misreadings.h"

namespace photoscrub::identify {

namespace {

struct MonthName {
  std::string_view name;
  int number;
};
constexpr MonthName kMonths[] = {
    {"january", 1},    {"jan", 1},      {"february", 2},  {"feb", 2},      {"march", 3},
    {"mar", 3},        {"april", 4},    {"apr", 4},       {"may", 5},      {"june", 6},
    {"jun", 6},        {"july", 7},     {"jul", 7},       {"august", 8},   {"aug", 8},
    {"september", 9},  {"sept", 9},     {"sep", 9},       {"october", 10}, {"oct", 10},
    {"november", 11},  {"nov", 11},     {"december", 12}, {"dec", 12},     {"ionawr", 1},
    {"ion", 1},        {"chwefror", 2}, {"chwe", 2},      {"mawrth", 3},   {"maw", 3},
    {"ebrill", 4},     {"ebr", 4},      {"mai", 5},       {"mehefin", 6},  {"meh", 6},
    {"gorffennaf", 7}, {"gorff", 7},    {"gor", 7},       {"awst", 8},     {"medi", 9},
    {"hydref", 10},    {"hyd", 10},     {"tachwedd", 11}, {"tach", 11},    {"rhagfyr", 12},
    {"rhag", 12},
};

bool startsWith(std::string_view text, std::string_view name) {
  if (text.size() < name.size())
    return false;
  for (std::size_t i = 0; i < name.size(); ++i)
    if (folded(text[i]) != folded(name[i]))
      return false;
  return true;
}

} // namespace

std::optional<Month> monthAt(std::string_view text) {
  std::optional<Month> best;
  for (const MonthName& month : kMonths)
    if (startsWith(text, month.name) && (!best || month.name.size() > best->size))
      best = {month.number, month.name.size()};
  return best;
}

} // namespace photoscrub::identify
