#include "identify/check_digits.h"

#include <gtest/gtest.h>

namespace photoscrub::identify {

TEST(CheckDigits, PassWorkedExamplesOfModulus11) {
  for (const char* number : {"9434765919", "4857773457", "9990000026", "0101011237", "3200000015"})
    EXPECT_TRUE(passesModulus11(number)) << number;
}

TEST(CheckDigits, RefuseWrongCheckDigits) {
  for (const char* number : {"4857773456", "9991234560", "9434765918", "0101201234"})
    EXPECT_FALSE(passesModulus11(number)) << number;
}

TEST(CheckDigits, RefuseWhatIsNotTenDigits) {
  for (const char* text : {"", "943476591", "94347659199", "943476591X", "943 476 59"})
    EXPECT_FALSE(passesModulus11(text)) << text;
}

TEST(CheckDigits, ComputeTheTenthDigit) {
  EXPECT_EQ(modulus11CheckDigit("943476591"), '9');
  EXPECT_EQ(modulus11CheckDigit("485777345"), '7');
  EXPECT_EQ(modulus11CheckDigit("000000000"), '0'); // 11 becomes 0
}

TEST(CheckDigits, HaveNoTenthDigitWhereTheRemainderIsOne) {
  // 10 * 1 + 2 * 1 = 12, remainder 1, check digit 10.
  EXPECT_EQ(modulus11CheckDigit("100000001"), std::nullopt);
  EXPECT_EQ(modulus11CheckDigit("000000006"), std::nullopt); // 6 * 2 = 12
}

TEST(CheckDigits, PassLuhn) {
  EXPECT_TRUE(passesLuhn("0101201234"));
  EXPECT_FALSE(passesLuhn("0101201235"));
  EXPECT_FALSE(passesLuhn("01012O1234"));
  EXPECT_FALSE(passesLuhn(""));
}

} // namespace photoscrub::identify
