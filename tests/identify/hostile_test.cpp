/// Text made to be slow: a quarter of a megabyte of what the rules react to, as one word and as
/// many. Quadratic work would take minutes here.

#include "identify/support.h"

#include <limits>

#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {
constexpr std::size_t kBytes = 1 << 18;

std::string repeated(std::string_view part) {
  std::string text;
  while (text.size() < kBytes)
    text += part;
  return text;
}

class Hostile : public testing::TestWithParam<const char*> {};
} // namespace

TEST_P(Hostile, OneLongWordEnds) {
  const std::string text = repeated(GetParam());
  identifyText({{text, {0, 0, 4000, 30}}});
  identifyCode(text);
  identifyFileName(text);
}

TEST_P(Hostile, ManyWordsEnd) {
  std::vector<Word> words;
  for (int i = 0; i < 20000; ++i)
    words.push_back({GetParam(), {i % 251, i % 241, 40, 12}});
  identifyText(words);
}

INSTANTIATE_TEST_SUITE_P(Texts, Hostile,
                         testing::Values("0", "1 ", "123 ", "O", "l|", "a@", "@", "NHS No ",
                                         "NHS No 485 777 3457 ", "Name: ", "Patient\t",
                                         "SMITH John ", "SMITH, John 13-Feb-1944 ", "13-Feb-1944 ",
                                         "1/2/", "(91)", "]d2", "91A\x1D", "|", "W1|", "M1 1AE ",
                                         "71A2998E Nurse ", "Address ", "12 Church ", "Dr. A ",
                                         "+44 ", "\xE2\x80", "\xC3", "Ward ", "0161 496 0000 ",
                                         "BEGIN:VCARD\n", "Jan "));

TEST(Hostile, BoxesAtTheEndsOfTheWorldAreHarmless) {
  constexpr int kMost = std::numeric_limits<int>::max(), kLeast = std::numeric_limits<int>::min();
  std::vector<Word> words;
  for (const Rect& box : {Rect{kMost, kMost, kMost, kMost}, Rect{kLeast, kLeast, kMost, kMost},
                          Rect{0, 0, kLeast, kLeast}, Rect{kLeast, 5, 1, kMost}})
    words.push_back({"NHS No 485 777 3457", box});
  EXPECT_EQ(identifyText(words).size(), words.size());
}

} // namespace photoscrub::identify
