#include "identify/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {
struct Case {
  const char* line;
  const char* label;
  const char* value;
  Certainty certainty;
};
void expectCase(const Case& wanted) {
  const auto found = find(inLine(wanted.line), wanted.label);
  ASSERT_TRUE(found) << wanted.line;
  EXPECT_EQ(found->value, wanted.value) << wanted.line;
  EXPECT_EQ(found->certainty, wanted.certainty) << wanted.line;
}
constexpr auto medium = Certainty::medium, info = Certainty::info;
} // namespace

TEST(StaffNumbers, AreReadBesideTheirLabel) {
  for (const Case& one :
       {Case{"GMC 1234567", "GMC number", "1234567", medium},
        Case{"GMC No: 1234567", "GMC number", "1234567", medium},
        Case{"GMC No l23456O", "GMC number", "1234560", medium},
        Case{"NMC PIN 71A2998E", "NMC PIN", "71A2998E", medium},
        Case{"NMC Pin: 71A2998E", "NMC PIN", "71A2998E", medium},
        Case{"PIN No 71a2998e", "NMC PIN", "71A2998E", medium},
        Case{"GPhC 2071234", "GPhC number", "2071234", medium},
        Case{"HCPC PH123456", "HCPC number", "PH123456", medium},
        Case{"HCPC No OT 12345", "HCPC number", "OT12345", medium},
        Case{"GOC 01-12345", "GOC number", "01-12345", medium},
        Case{"UUID 5551 2345 6789", "smartcard number", "555123456789", medium},
        Case{"Smartcard No 555123456789", "smartcard number", "555123456789", medium},
        Case{"UUID 123e4567-e89b-12d3-a456-426614174000", "smartcard number",
             "123E4567-E89B-12D3-A456-426614174000", medium},
        Case{"Staff No: 123456", "staff number", "123456", medium}})
    expectCase(one);
}

TEST(StaffNumbers, OfRareShapeCountBesideATitle) {
  expectCase({"Nurse 71A2998E", "NMC PIN", "71A2998E", info});
  expectCase({"Optometrist 01-12345", "GOC number", "01-12345", medium});
}

TEST(StaffNumbers, AreNothingWithoutALabel) {
  for (const char* line : {"1234567", "2071234", "PH123456", "01-12345", "71A2998E", "555123456789",
                           "123e4567-e89b-12d3-a456-426614174000", "GPhC 1071234", "GMC 123456",
                           "GMC 12345678", "NMC 71A2998"})
    EXPECT_THAT(inLine(line), testing::IsEmpty()) << line;
}

TEST(StaffNumbers, StandBelowTheirLabel) {
  const auto found = find(identifyText(asWords({"GMC Number", "1234567"})), "GMC number");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value, "1234567");
}

TEST(HospitalNumbers, AreReadBesideTheirLabel) {
  for (const Case& one : {Case{"Hosp No R2194659", "hospital number", "R2194659", medium},
                          Case{"Hosp R9795924", "hospital number", "R9795924", medium},
                          Case{"Hospital Number: 123456", "hospital number", "123456", medium},
                          Case{"MRN 12-34567", "hospital number", "1234567", medium},
                          Case{"MRN: 123 456", "hospital number", "123456", medium},
                          Case{"Unit No.A123456", "hospital number", "A123456", medium},
                          Case{"PAS No 98765", "hospital number", "98765", medium}})
    expectCase(one);
}

TEST(HospitalNumbers, NeedALabelAndFiveToElevenCharacters) {
  for (const char* line : {"R2194659", "Hosp No 1234", "Hosp No ABCDEFG", "PAS Inpatients",
                           "Hosp No A12345678901", "MRN is shown on screen 123456"})
    EXPECT_FALSE(find(inLine(line), "hospital number")) << line;
}

} // namespace photoscrub::identify
