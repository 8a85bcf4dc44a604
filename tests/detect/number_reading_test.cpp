#include "detect/text/number_reading.h"

#include <gtest/gtest.h>

namespace photoscrub::detect {
namespace {

ReadLine lineOf(const std::vector<std::string>& words, double confidence = 0.9) {
  ReadLine line;
  for (const auto& word : words)
    line.words.push_back({word, {0, 0, 10, 10}, confidence});
  line.confidence = confidence;
  return line;
}

TEST(HealthNumberIn, TakesThePrintedLayouts) {
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"NHS", "No", "999", "000", "0018"},
                                             {"NHS", "999-000-0018"},
                                             {"9990000018"},
                                             {"12", "999", "000", "0018"}}) {
    const auto number = healthNumberIn(lineOf(words));
    ASSERT_TRUE(number) << words[0];
    EXPECT_EQ(number->digits, "9990000018");
  }
}

TEST(HealthNumberIn, TakesNoOtherTenDigits) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"999", "000", "0019"},
                                                                 {"9990", "000", "018"},
                                                                 {"999", "0000018"},
                                                                 {"999", "000", "001"},
                                                                 {"99900000181"},
                                                                 {"999", "OOO", "0018"},
                                                                 {}})
    EXPECT_FALSE(healthNumberIn(lineOf(words)));
}

TEST(HealthNumberIn, IsAsSureAsItsLeastSureWord) {
  auto line = lineOf({"999", "000", "0018"});
  line.words[1].confidence = 0.2;
  EXPECT_EQ(healthNumberIn(line)->confidence, 0.2);
}

TEST(MayHoldNumber, WhereDigitsOrTheNameWereSeen) {
  EXPECT_TRUE(mayHoldNumber(lineOf({"NHS", "No"})));
  EXPECT_TRUE(mayHoldNumber(lineOf({"999", "0x0", "018"})));
  EXPECT_FALSE(mayHoldNumber(lineOf({"999", "000", "0018"}))) << "already read";
  EXPECT_FALSE(mayHoldNumber(lineOf({"Born", "04-Sep-1969"})));
  EXPECT_FALSE(mayHoldNumber(lineOf({"Ward", "7"})));
  EXPECT_FALSE(mayHoldNumber(lineOf({"12345678", "12345678", "1"})));
}

TEST(KeepApart, AWordEndsBeforeTheNextBegins) {
  std::vector<ReadWord> words = {{"number:", {30, 0, 151, 20}, 0.9},
                                 {"999", {100, 0, 23, 20}, 0.9},
                                 {"751", {130, 0, 23, 20}, 0.9}};
  keepApart(words);
  EXPECT_EQ(words[0].box, (Rect{30, 0, 69, 20}));
  EXPECT_EQ(words[1].box, (Rect{100, 0, 23, 20}));
  EXPECT_EQ(words[2].box, (Rect{130, 0, 23, 20}));
}

TEST(KeepApart, WordsOutOfOrderKeepTheirBoxes) {
  std::vector<ReadWord> words = {{"b", {50, 0, 20, 20}, 0.9}, {"a", {10, 0, 20, 20}, 0.9}};
  keepApart(words);
  EXPECT_EQ(words[0].box, (Rect{50, 0, 20, 20}));
}

NumberReading reading(const std::string& digits) {
  return {digits, 0, 3, 0.9};
}

TEST(AgreedNumber, WantsTwoReadingsAndNoOther) {
  EXPECT_FALSE(agreedNumber({}));
  EXPECT_FALSE(agreedNumber({reading("9990000018")}));
  EXPECT_EQ(agreedNumber({reading("9990000018"), reading("9990000018")}), "9990000018");
  EXPECT_FALSE(agreedNumber({reading("9990000018"), reading("9990000018"), reading("9990000026")}));
}

} // namespace
} // namespace photoscrub::detect
