#include "identify/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {

struct Case {
  const char* line;
  const char* label; ///< nullptr: nothing may be found
  const char* value;
  Certainty certainty;
};

bool isHealthNumber(const Identifier& one) {
  return one.label.find("NHS") == 0 || one.label.find("CHI") == 0 || one.label.find("H&C") == 0 ||
         one.label.find("IHI") == 0;
}

void expectNumber(const std::vector<Identifier>& all, const Case& wanted) {
  std::vector<Identifier> numbers;
  for (const Identifier& one : all)
    if (isHealthNumber(one))
      numbers.push_back(one);
  if (!wanted.label) {
    EXPECT_THAT(numbers, testing::IsEmpty()) << wanted.line;
    return;
  }
  ASSERT_EQ(numbers.size(), 1u) << wanted.line << testing::PrintToString(numbers);
  EXPECT_EQ(numbers[0].label, wanted.label) << wanted.line;
  EXPECT_EQ(numbers[0].value, wanted.value) << wanted.line;
  EXPECT_EQ(numbers[0].certainty, wanted.certainty) << wanted.line;
}

class Numbers : public testing::TestWithParam<Case> {};
constexpr auto kHigh = Certainty::high, kMedium = Certainty::medium, kInfo = Certainty::info;

} // namespace

TEST_P(Numbers, ReadInOneWord) {
  expectNumber(inLine(GetParam().line), GetParam());
}
TEST_P(Numbers, ReadInSeparateWords) {
  expectNumber(identifyText(asWords({GetParam().line})), GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Labelled, Numbers,
    testing::Values(Case{"NHS No 485 777 3457", "NHS number", "4857773457", kHigh},
                    Case{"NHS No: 4857773457", "NHS number", "4857773457", kHigh},
                    Case{"NHS Number (if known): 485 777 3457", "NHS number", "4857773457", kHigh},
                    Case{"NHS: 485 777 3457", "NHS number", "4857773457", kHigh},
                    Case{"NHS 485 777 3457", "NHS number", "4857773457", kHigh},
                    Case{"Rhif GIG 485 777 3457", "NHS number", "4857773457", kHigh},
                    Case{"NHS No 485-777-3457", "NHS number", "4857773457", kHigh},
                    Case{"CHI 0101011237", "CHI number", "0101011237", kHigh},
                    Case{"CHI No. 0101201234", "CHI number", "0101201234", kHigh},
                    Case{"H&C No 320 000 0015", "H&C number", "3200000015", kHigh},
                    Case{"Patient ID: 485 777 3457", "NHS number", "4857773457", kHigh},
                    Case{"NHS No 943 476 5919", "NHS number", "9434765919", kMedium},
                    Case{"NHS No 999 000 0026", "NHS number", "9990000026", kMedium},
                    Case{"NHS No 000 000 0000", "NHS number", "0000000000", kInfo},
                    Case{"NHS No 485 777 3456", "NHS number (unchecked)", "4857773456", kMedium},
                    Case{"NHS No 999 123 4560", "NHS number (unchecked)", "9991234560", kMedium},
                    Case{"NHS No 485 777 345", "NHS number (unchecked)", "485777345", kMedium},
                    Case{"NHS No 48577734571", "NHS number (unchecked)", "48577734571", kMedium},
                    Case{"CHI No 0101011238", "CHI number (unchecked)", "0101011238", kMedium},
                    Case{"NHS No 12345", nullptr, "", kInfo},
                    Case{"NHS 0300 330 9424", nullptr, "", kInfo}));

INSTANTIATE_TEST_SUITE_P(Bare, Numbers,
                         testing::Values(Case{"485 777 3457", "NHS number", "4857773457", kMedium},
                                         Case{"320 000 0015", "H&C number", "3200000015", kMedium},
                                         Case{"485 777 3456", nullptr, "", kInfo},
                                         Case{"4857773457", "NHS number", "4857773457", kInfo},
                                         Case{"0101011237", "CHI number", "0101011237", kInfo},
                                         Case{"943 476 5919", "NHS number", "9434765919", kInfo},
                                         Case{"999 000 0026", "NHS number", "9990000026", kInfo},
                                         Case{"777 777 7777", "NHS number", "7777777777", kInfo},
                                         Case{"4857773456", nullptr, "", kInfo},
                                         Case{"14857773457", nullptr, "", kInfo},
                                         Case{"48577734571", nullptr, "", kInfo},
                                         Case{"485 7773457", nullptr, "", kInfo},
                                         Case{"4857 773 457", nullptr, "", kInfo},
                                         Case{"A4857773457", nullptr, "", kInfo},
                                         Case{"4857773457B7", nullptr, "", kInfo},
                                         Case{"485\t777\t3457", nullptr, "", kInfo}));

INSTANTIATE_TEST_SUITE_P(Vetoes, Numbers,
                         testing::Values(Case{"+44 485 777 3457", nullptr, "", kInfo},
                                         Case{"+44 (0)485 777 3457", nullptr, "", kInfo},
                                         Case{"0044 485 777 3457", nullptr, "", kInfo},
                                         Case{"Tel 485 777 3457", nullptr, "", kInfo},
                                         Case{"Tel: 4857773457", nullptr, "", kInfo},
                                         Case{"Ext 485 777 3457", nullptr, "", kInfo},
                                         Case{"Bleep 485 777 3457", nullptr, "", kInfo},
                                         Case{"Fax: 485 777 3457", nullptr, "", kInfo}));

INSTANTIATE_TEST_SUITE_P(
    Misread, Numbers,
    testing::Values(Case{"NHS No 485 777 3A57", nullptr, "", kInfo},
                    Case{"NHS No 4B5 777 34S7", "NHS number", "4857773457", kHigh},
                    Case{"NH5 N0 485 777 3457", "NHS number", "4857773457", kHigh},
                    Case{"NHSNo4857773457", "NHS number", "4857773457", kHigh},
                    Case{"NHS No.485 7773457", "NHS number", "4857773457", kHigh},
                    Case{"NHS No 48 5777 3457", "NHS number", "4857773457", kHigh},
                    Case{"4B5 777 3457", "NHS number", "4857773457", kMedium},
                    Case{"H&C No 32O OOO 0Ol5", nullptr, "", kInfo}, // five guesses are no reading
                    Case{"H&C No 320 O0O 0015", "H&C number", "3200000015", kHigh},
                    Case{"4B57773457", nullptr, "", kInfo},
                    Case{"Bill Ellis OOO", nullptr, "", kInfo}));

TEST(Numbers, FindsTheLabelOnTheLineAbove) {
  const auto found = identifyText(asWords({"NHS Number", "485 777 3457"}));
  ASSERT_TRUE(find(found, "NHS number"));
  EXPECT_EQ(find(found, "NHS number")->certainty, Certainty::high);
}

TEST(Numbers, DoesNotReachForALabelFarAbove) {
  const auto found = identifyText(asWords({"NHS Number", "", "", "485 777 3457"}));
  ASSERT_TRUE(find(found, "NHS number"));
  EXPECT_EQ(find(found, "NHS number")->certainty, Certainty::medium);
}

TEST(Numbers, FollowsTheHeadOfAColumn) {
  const auto found = identifyText(asWords({"Bed\tNHS No\tTel", "1\t485 777 3457\t5551",
                                           "2\t485 777 3456\t5552", "3\t999 000 0026\t5553"}));
  std::vector<std::string> values;
  for (const Identifier& one : found)
    if (isHealthNumber(one))
      values.push_back(one.label + " " + one.value);
  EXPECT_THAT(values,
              testing::ElementsAre("NHS number 4857773457", "NHS number (unchecked) 4857773456",
                                   "NHS number 9990000026"));
}

TEST(Numbers, BoxHoldsTheWordsOfTheNumber) {
  const auto found = find(identifyText(asWords({"NHS No 485 777 3457"})), "NHS number");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->box, (Rect{70, 0, 120, kLetterHeight}));
}

TEST(Numbers, KeepApartTwoOnOneLine) {
  const auto found = inLine("485 777 3457 320 000 0015");
  EXPECT_TRUE(find(found, "NHS number"));
  EXPECT_TRUE(find(found, "H&C number"));
}

TEST(Numbers, AreFoundBesideABleep) {
  const auto found = find(inLine("Bleep 2345 485 777 3457"), "NHS number");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->certainty, Certainty::medium);
}

} // namespace photoscrub::identify
