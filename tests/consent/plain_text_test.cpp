#include "consent/plain_text.h"

#include <string>

#include <gtest/gtest.h>

namespace photoscrub::consent {

TEST(PlainLine, TakesEveryScript) {
  for (const std::string text : {"", "ward 7", "Zo\xC3\xAB", "\xE0\xA4\xA8\xE0\xA4\xAE",
                                 "\xE2\x82\xAC 5", "\xF0\x9F\x93\xB7", "\xF4\x8F\xBF\xBD"})
    EXPECT_TRUE(isPlainLine(text)) << text;
}

TEST(PlainLine, RefusesControlCharacters) {
  for (int code = 0; code < 0x20; ++code)
    EXPECT_FALSE(isPlainLine(std::string("a") + static_cast<char>(code))) << code;
  EXPECT_FALSE(isPlainLine("a\x7F"));
  EXPECT_FALSE(isPlainLine("a\xC2\x85")); // NEL, of C1
}

TEST(PlainLine, RefusesWhatTurnsOrBreaksALine) {
  for (const std::string text : {"a\xE2\x80\xAE"
                                 "b",                              // right-to-left override
                                 "a\xE2\x81\xA6", "a\xE2\x80\xA8", // isolate, line separator
                                 "a\xE2\x80\x8F", "a\xD8\x9C"})    // marks
    EXPECT_FALSE(isPlainLine(text));
}

TEST(PlainLine, RefusesBytesThatAreNotUtf8) {
  for (const std::string text :
       {"\x80", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xFF", "\xC3\x28"})
    EXPECT_FALSE(isPlainLine(text));
}

} // namespace photoscrub::consent
