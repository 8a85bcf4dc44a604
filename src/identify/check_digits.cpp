#include "identify/check_digits.h"

#include "identify/ascii.h"

namespace photoscrub::identify {

std::optional<char> modulus11CheckDigit(std::string_view nine) {
  int sum = 0;
  for (int i = 0; i < 9; ++i)
    sum += (10 - i) * digitValue(nine[static_cast<std::size_t>(i)]);
  const int check = (11 - sum % 11) % 11;
  if (check == 10)
    return std::nullopt;
  return static_cast<char>('0' + check);
}

bool passesModulus11(std::string_view ten) {
  return ten.size() == 10 && allDigits(ten) && modulus11CheckDigit(ten.substr(0, 9)) == ten[9];
}

bool passesLuhn(std::string_view digits) {
  if (!allDigits(digits))
    return false;
  int sum = 0;
  bool twice = false; // every second digit, counted from the check digit on the right
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, twice = !twice) {
    const int value = digitValue(*digit) * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

} // namespace photoscrub::identify
