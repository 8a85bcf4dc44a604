#include "report/escape.h"

#include <gtest/gtest.h>

namespace photoscrub::report {
namespace {

TEST(Escape, KeepsOrdinaryTextInAnyLanguage) {
  EXPECT_EQ(forTerminal("Siân's ward 7.jpg"), "Siân's ward 7.jpg");
  EXPECT_EQ(forJson("写真.png"), "写真.png");
}

TEST(Escape, ShowsControlCharactersInsteadOfObeyingThem) {
  EXPECT_EQ(forTerminal("a\x1b[2Jb\nc\x7f"), "a\\x1b[2Jb\\x0ac\\x7f");
}

TEST(Escape, ShowsC1ControlsAndDirectionChanges) {
  EXPECT_EQ(forTerminal("\xC2\x9B"
                        "31m"),
            "\\xc2\\x9b31m"); // CSI as one character
  EXPECT_EQ(forTerminal("gpj.\xE2\x80\xAE"
                        "exe"),
            "gpj.\\xe2\\x80\\xaeexe"); // right-to-left override
}

TEST(Escape, TakesBytesThatAreNotUtf8) {
  EXPECT_EQ(forTerminal("\xFFx"), "\\xffx");
  EXPECT_EQ(forJson("\xFFx"), "\xEF\xBF\xBDx");
  EXPECT_EQ(forJson("cut \xE2\x82"), "cut \xEF\xBF\xBD\xEF\xBF\xBD");
}

} // namespace
} // namespace photoscrub::report
