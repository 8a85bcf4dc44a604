#include "identify/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {
struct Case {
  const char* line;
  const char* value; ///< nullptr: not found
};
void expectValue(const Case& wanted, std::string_view label, Certainty certainty) {
  const auto found = find(inLine(wanted.line), label);
  ASSERT_EQ(found.has_value(), wanted.value != nullptr) << wanted.line;
  if (!found)
    return;
  EXPECT_EQ(found->value, wanted.value) << wanted.line;
  EXPECT_EQ(found->certainty, certainty) << wanted.line;
}
} // namespace

TEST(Phones, AreFoundInTheUsualLayouts) {
  for (const Case& one :
       {Case{"0161 496 0000", "01614960000"}, Case{"(0161) 496 0000", "01614960000"},
        Case{"020 7946 0018", "02079460018"}, Case{"07700 900123", "07700900123"},
        Case{"07700900123", "07700900123"}, Case{"+44 161 496 0000", "441614960000"},
        Case{"+44 (0)161 496 0000", "4401614960000"}, Case{"0044 161 496 0000", "00441614960000"},
        Case{"Tel: 496 0000", "4960000"}, Case{"Ext 4321", "4321"}, Case{"Bleep 213", "213"},
        Case{"NHS 0300 330 9424", "03003309424"}})
    expectValue(one, "phone number", Certainty::info);
}

TEST(Phones, AreNotOtherNumbers) {
  for (const Case& one : {Case{"0161 496 000", nullptr}, Case{"4161 496 0000", nullptr},
                          Case{"0161/496/0000/1", nullptr}, Case{"Temp 37.4", nullptr},
                          Case{"NHS No 01010112371", nullptr}, Case{"telling 12345", nullptr}})
    expectValue(one, "phone number", Certainty::info);
}

TEST(Emails, AreFound) {
  for (const Case& one :
       {Case{"a.nurse@nhs.net", "a.nurse@nhs.net"},
        Case{"Mail: x_y@trust.nhs.uk.", "x_y@trust.nhs.uk"}, Case{"@ward7", nullptr},
        Case{"a@b", nullptr}, Case{"a@b.c", nullptr}, Case{"a @ b.org", nullptr}})
    expectValue(one, "e-mail address", Certainty::info);
}

TEST(Postcodes, AreFound) {
  for (const Case& one :
       {Case{"M1 1AE", "M1 1AE"}, Case{"B33 8TH", "B33 8TH"}, Case{"Leeds LS1 3EX.", "LS1 3EX"},
        Case{"SW1A 1AA", "SW1A 1AA"}, Case{"SW1A1AA", "SW1A 1AA"}, Case{"BT48 6DQ", "BT48 6DQ"}})
    expectValue(one, "postcode", Certainty::info);
}

TEST(Postcodes, AreNotOtherCodes) {
  for (const char* line : {"XX1 1AA", "M1 1CE", "m1 1ae", "M1  1A", "M11 1AEX", "M 1AE", "A12 3BC",
                           "BP 128", "SpO2 96"})
    expectValue({line, nullptr}, "postcode", Certainty::info);
}

TEST(Postcodes, WithALabelAreReadThroughErrors) {
  for (const Case& one : {Case{"Postcode: M1 1AE", "M1 1AE"}, Case{"Post code Ml lAE", "M1 1AE"},
                          Case{"Postcode ls1 3ex", "LS1 3EX"}})
    expectValue(one, "postcode", Certainty::medium);
}

} // namespace photoscrub::identify
