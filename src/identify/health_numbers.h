/// Which country's health number ten digits are, and whether such a number is issued.
///
/// A passing check digit is weak evidence: one random ten-digit string in eleven has it. What the
/// number is worth is decided together with its label and layout.
#pragma once

#include <string_view>

namespace photoscrub::identify {

enum class Scheme {
  nhs,           ///< England, Wales, Isle of Man
  chi,           ///< Scotland: starts with a date of birth
  healthAndCare, ///< Northern Ireland: 320 000 0010 to 399 999 9999
  irish,         ///< 800 to 859, inside the Irish Individual Health Identifier
};

enum class Standing {
  live,        ///< check digit right, in a range that is given to people
  test,        ///< check digit right, leading 9: the range for test data
  placeholder, ///< one digit ten times; passes the check, belongs to nobody
  unissued,    ///< check digit right, in a range that is not in use
  failsCheck,  ///< misread, mistyped, or not a health number
};

struct HealthNumber {
  Scheme scheme = Scheme::nhs;
  Standing standing = Standing::failsCheck;
};

/// REQUIRES: `ten` is ten digits.
HealthNumber classifyHealthNumber(std::string_view ten);

} // namespace photoscrub::identify
