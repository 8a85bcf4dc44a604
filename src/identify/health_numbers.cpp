#include "identify/health_numbers.h"

#include "identify/ascii.h"
#include "identify/calendar.h"
#include "identify/check_digits.h"

namespace photoscrub::identify {

namespace {

int twoDigits(std::string_view text, std::size_t at) {
  return 10 * digitValue(text[at]) + digitValue(text[at + 1]);
}

/// A CHI number starts DDMMYY. The century is not part of it, so 29 February counts in any year
/// that is a leap year in one of the two.
bool startsWithBirthDate(std::string_view ten) {
  const int day = twoDigits(ten, 0), month = twoDigits(ten, 2), year = twoDigits(ten, 4);
  return isPlausible({1900 + year, month, day}) || isPlausible({2000 + year, month, day});
}

HealthNumber classifyByRange(std::string_view ten) {
  const int range = 100 * digitValue(ten[0]) + twoDigits(ten, 1);
  if (range >= 10 && range <= 319 && startsWithBirthDate(ten))
    return {Scheme::chi, Standing::live};
  // 300 to 319 is described both as Scottish and as English: what is no date counts as English.
  if (range >= 300 && range <= 319)
    return {Scheme::nhs, Standing::live};
  if (range >= 320 && range <= 399)
    return {Scheme::healthAndCare, Standing::live};
  if (range >= 800 && range <= 859)
    return {Scheme::irish, Standing::live};
  switch (ten[0]) {
  case '4':
  case '6':
  case '7':
    return {Scheme::nhs, Standing::live};
  case '9':
    return {Scheme::nhs, Standing::test};
  default:
    return {Scheme::nhs, Standing::unissued};
  }
}

} // namespace

HealthNumber classifyHealthNumber(std::string_view ten) {
  if (ten.find_first_not_of(ten[0]) == std::string_view::npos)
    return {Scheme::nhs, Standing::placeholder};
  if (passesModulus11(ten))
    return classifyByRange(ten);
  // Scotland is moving CHI numbers to a Modulus 10 check digit; the date must be right then.
  if (passesLuhn(ten) && startsWithBirthDate(ten))
    return {Scheme::chi, Standing::live};
  return {Scheme::nhs, Standing::failsCheck};
}

} // namespace photoscrub::identify
