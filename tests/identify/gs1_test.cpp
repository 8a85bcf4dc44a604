#include "identify/gs1.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {
std::vector<std::string> elementsOf(std::string_view content) {
  std::vector<std::string> out;
  for (const Gs1Element& element : readGs1(content).elements)
    out.push_back(element.ai + "=" + element.value);
  return out;
}
using testing::ElementsAre;
using testing::IsEmpty;
} // namespace

TEST(Gs1, SplitsFixedAndVariableLengths) {
  EXPECT_THAT(elementsOf("010950600013435217250101"
                         "10ABC\x1D"
                         "21XYZ"),
              ElementsAre("01=09506000134352", "17=250101", "10=ABC", "21=XYZ"));
  EXPECT_THAT(elementsOf("8018505089894347659190"
                         "91A12"),
              ElementsAre("8018=505089894347659190", "91=A12"));
  EXPECT_THAT(elementsOf("3103001750"
                         "392212"),
              ElementsAre("3103=001750", "3922=12"));
}

TEST(Gs1, AcceptsSymbologyPrefixesAndLeadingSeparator) {
  for (const char* content : {"]d2"
                              "91A",
                              "]C1"
                              "91A",
                              "]e0"
                              "91A",
                              "]Q3"
                              "91A",
                              "\x1D"
                              "91A",
                              "<GS>91A",
                              "]d2\x1D"
                              "91A"}) {
    EXPECT_THAT(elementsOf(content), ElementsAre("91=A")) << content;
    EXPECT_TRUE(readGs1(content).marked) << content;
  }
  EXPECT_FALSE(readGs1("]Q191A").marked); // an ordinary QR code
  EXPECT_FALSE(readGs1("91A").marked);
}

TEST(Gs1, ReadsTheFormForPeople) {
  EXPECT_THAT(elementsOf("(8018)505089894347659190(91)A(1)2 (93)X,Y,"),
              ElementsAre("8018=505089894347659190", "91=A(1)2", "93=X,Y,"));
}

TEST(Gs1, KeepsWhatCameBeforeTheUnknown) {
  EXPECT_THAT(elementsOf("8018505089894347659190hello"), ElementsAre("8018=505089894347659190"));
  EXPECT_FALSE(readGs1("8018505089894347659190hello").complete);
  EXPECT_THAT(elementsOf("https://example.org"), IsEmpty());
  EXPECT_THAT(elementsOf(""), IsEmpty());
  EXPECT_THAT(elementsOf("80"), IsEmpty());
  EXPECT_THAT(elementsOf("801850508989434765919"), ElementsAre("8018=50508989434765919"));
}

TEST(Gs1, ChecksItsOwnCheckDigit) {
  EXPECT_TRUE(passesGs1Check("09506000134352"));
  EXPECT_FALSE(passesGs1Check("09506000134353"));
  EXPECT_FALSE(passesGs1Check("x"));
}

TEST(Gs1, HasOneRuleForEachPrefix) {
  const auto rules = gs1Rules();
  for (std::size_t i = 0; i < rules.size(); ++i)
    for (std::size_t j = i + 1; j < rules.size(); ++j)
      EXPECT_NE(rules[i].prefix, rules[j].prefix);
}

TEST(Gs1, IsWrittenForPeopleWithBrackets) {
  EXPECT_EQ(gs1ForPeople("]d28018505089894347659190"), "(8018)505089894347659190");
  EXPECT_EQ(gs1ForPeople("]C1010950600013435210ABC\x1D"
                         "21XY"),
            "(01)09506000134352(10)ABC(21)XY");
}

TEST(Gs1, WhatIsNotUnderstoodStaysAsItIs) {
  EXPECT_EQ(gs1ForPeople("]d2hello"), "]d2hello");
  EXPECT_EQ(gs1ForPeople("]d210A(01)B"), "]d210A(01)B"); // brackets within a value
  EXPECT_EQ(gs1ForPeople(""), "");
}

} // namespace photoscrub::identify
