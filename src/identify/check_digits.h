/// Check digits of UK health numbers. Pure functions over ASCII digits.
#pragma once

#include <optional>
#include <string_view>

namespace photoscrub::identify {

/// The tenth digit of an NHS, CHI or H&C number: Modulus 11 with weights 10 to 2 [NHS Data
/// Dictionary, NHS NUMBER]. Nothing where the remainder asks for 10: no such number is issued.
/// REQUIRES: `nine` is nine digits.
std::optional<char> modulus11CheckDigit(std::string_view nine);

/// Whether ten digits end in their Modulus 11 check digit. False for any other text.
bool passesModulus11(std::string_view ten);

/// Whether the digits pass the Modulus 10 (Luhn) check. False for anything that is not all digits.
bool passesLuhn(std::string_view digits);

} // namespace photoscrub::identify
