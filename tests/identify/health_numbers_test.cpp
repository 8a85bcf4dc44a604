#include "identify/health_numbers.h"

#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {
struct Case {
  const char* digits;
  Scheme scheme;
  Standing standing;
};

class HealthNumbers : public testing::TestWithParam<Case> {};
} // namespace

TEST_P(HealthNumbers, AreClassifiedByRangeAndCheckDigit) {
  const HealthNumber number = classifyHealthNumber(GetParam().digits);
  EXPECT_EQ(number.scheme, GetParam().scheme) << GetParam().digits;
  EXPECT_EQ(number.standing, GetParam().standing) << GetParam().digits;
}

INSTANTIATE_TEST_SUITE_P(
    Table, HealthNumbers,
    testing::Values(Case{"4857773457", Scheme::nhs, Standing::live},
                    Case{"4857773456", Scheme::nhs, Standing::failsCheck},
                    Case{"9434765919", Scheme::nhs, Standing::test},
                    Case{"9990000026", Scheme::nhs, Standing::test},
                    Case{"9991234560", Scheme::nhs, Standing::failsCheck},
                    Case{"0000000000", Scheme::nhs, Standing::placeholder},
                    Case{"4444444444", Scheme::nhs, Standing::placeholder},
                    Case{"9999999999", Scheme::nhs, Standing::placeholder},
                    Case{"5000000005", Scheme::nhs, Standing::unissued},
                    Case{"0101011237", Scheme::chi, Standing::live},       // Modulus 11
                    Case{"0101201234", Scheme::chi, Standing::live},       // Modulus 10
                    Case{"0113201231", Scheme::nhs, Standing::failsCheck}, // Luhn, but month 13
                    Case{"3200000015", Scheme::healthAndCare, Standing::live}));

} // namespace photoscrub::identify
