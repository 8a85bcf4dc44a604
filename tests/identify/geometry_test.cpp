#include "identify/page.h"
#include "identify/plain_text.h"
#include "identify/support.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::identify {

TEST(PlainText, KnowsBlanksAndDashesOfUnicode) {
  EXPECT_EQ(plainText("485\u00A0777\u20093457"), "485 777 3457");
  EXPECT_EQ(plainText("13\u2013Feb\u20111944"), "13-Feb-1944");
  EXPECT_EQ(plainText("O\u2019Brien"), "O'Brien");
  EXPECT_EQ(plainText("48\u200B5"), "485");
  EXPECT_EQ(plainText("  a \r\n b  "), "a\tb");
  EXPECT_EQ(plainText("a  b"), "a b");
  EXPECT_EQ(plainText("J\u00F6rg"), "J\u00F6rg");
  EXPECT_EQ(plainText("\xE2\x80"), "\xE2\x80"); // cut short
}

TEST(TextLines, AreJoinedWhateverTheOrderOfWords) {
  std::vector<Word> words = asWords({"NHS No 485 777 3457", "Ward 12"});
  std::reverse(words.begin(), words.end());
  std::vector<std::string> texts;
  for (const TextLine& line : linesOf(words))
    texts.push_back(line.text);
  EXPECT_THAT(texts, testing::UnorderedElementsAre("NHS No 485 777 3457", "Ward 12"));
}

TEST(TextLines, FollowASlope) {
  std::vector<Word> words;
  for (int i = 0; i < 6; ++i)
    words.push_back({"word", {i * 60, i * 8, 50, 20}});
  EXPECT_EQ(linesOf(words).size(), 1u);
}

TEST(TextLines, MarkWideGapsAndBreakAtWider) {
  const std::vector<TextLine> lines =
      linesOf({{"a", {0, 0, 10, 20}}, {"b", {100, 0, 10, 20}}, {"c", {600, 0, 10, 20}}});
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].text, "a\tb");
}

TEST(TextLines, KeepSmallPrintApartFromHeadings) {
  EXPECT_EQ(linesOf({{"BIG", {0, 0, 100, 80}}, {"small", {110, 30, 30, 10}}}).size(), 2u);
}

TEST(TextLines, LeaveWordsWithoutABoxAlone) {
  EXPECT_EQ(linesOf({{"a", {}}, {"b", {}}}).size(), 2u);
}

TEST(TextLines, GiveBoxesOfWordsAndOfParts) {
  const TextLine line = linesOf({{"abcde fghij", {100, 0, 110, 20}}})[0];
  EXPECT_EQ(wordBox(line, {6, 11}), (Rect{100, 0, 110, 20}));
  EXPECT_EQ(spanBox(line, {6, 11}), (Rect{160, 0, 50, 20}));
}

TEST(Page, PassesColumnHeadsThroughSlopingRows) {
  std::vector<Word> words;
  for (int row = 0; row < 6; ++row)
    for (int column = 0; column < 4; ++column) {
      const std::string head = column == 1 ? "NHS No" : "DOB";
      words.push_back({row == 0 ? head : "x", {column * 150, row * 60 + column * 9, 60, 20}});
    }
  const Page page = pageOf(words);
  ASSERT_EQ(page.lines.size(), 6u);
  for (std::size_t line = 0; line < page.lines.size(); ++line) {
    const bool isHead = page.lines[line].box.y == 0;
    EXPECT_EQ(nearLabel(page, line, {2, 3}, labelKinds(LabelKind::nhs)).has_value(), !isHead);
  }
}

TEST(Page, PassesLoneColumnHeadsDown) {
  const Page page = pageOf(asWords({"NHS No\tDOB 13/02/1944", "x\ty", "x\ty"}));
  const auto last = std::find_if(page.lines.begin(), page.lines.end(), [](const TextLine& line) {
    return line.box.y == 2 * kLineHeight;
  });
  ASSERT_NE(last, page.lines.end());
  const auto& columns = page.columns[static_cast<std::size_t>(last - page.lines.begin())];
  ASSERT_FALSE(columns.empty());
  for (const ColumnLabel& column : columns)
    EXPECT_EQ(column.label.kind, LabelKind::nhs); // the date of birth has its value beside it
}

} // namespace photoscrub::identify
