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

TEST(Page, PassesLoneColumnHeadsDown) {
  const Page page = pageOf(asWords({"NHS No\tDOB 13/02/1944", "x\ty", "x\ty"}));
  const auto last = std::find_if(page.lines.begin(), page.lines.end(), [](const TextLine& line) {
    return line.box.y == 2 * kLineHeight;
  });
  ASSERT_NE(last, page.lines.end());
  const auto& columns = page.columns[static_cast<std::size_t>(last - page.lines.begin())];
  ASSERT_EQ(columns.size(), 1u);
  EXPECT_EQ(columns[0].label.kind, LabelKind::nhs);
  EXPECT_EQ(columns[0].steps, 2);
}

} // namespace photoscrub::identify
