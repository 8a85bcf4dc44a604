#include "cli/box_words.h"

#include <string>

#include <gtest/gtest.h>

namespace photoscrub::cli {

TEST(BoxWords, ReadsPlaceAndSize) {
  EXPECT_EQ(readBox("10,20,300,400"), (MarkedBox{{10, 20, 300, 400}, std::nullopt}));
  EXPECT_EQ(readBox("0,0,1,1"), (MarkedBox{{0, 0, 1, 1}, std::nullopt}));
  EXPECT_EQ(readBox("2147483646,0,1,2147483647"),
            (MarkedBox{{2147483646, 0, 1, 2147483647}, std::nullopt}));
}

TEST(BoxWords, ReadsEveryKind) {
  for (int i = 0; i < detect::kRegionKinds; ++i) {
    const auto kind = static_cast<detect::RegionKind>(i);
    std::string word = "1,2,3,4:";
    EXPECT_EQ(readBox(word.append(detect::name(kind))), (MarkedBox{{1, 2, 3, 4}, kind}));
  }
}

TEST(BoxWords, TakesNothingElse) {
  for (const char* word : {"",
                           ",",
                           "1",
                           "1,2,3",
                           "1,2,3,4,5",
                           "1,2,3,4,",
                           ",1,2,3,4",
                           "1,,3,4",
                           "1,2,3,4:",
                           "1,2,3,4:nose",
                           "1,2,3,4:Face",
                           "1,2,3,4:face:text",
                           ":face",
                           "-1,2,3,4",
                           "1,-2,3,4",
                           "-0,2,3,4",
                           "1,2,0,4",
                           "1,2,3,0",
                           "1,2,-3,4",
                           "+1,2,3,4",
                           " 1,2,3,4",
                           "1, 2,3,4",
                           "1,2,3,4 ",
                           "1.5,2,3,4",
                           "0x1,2,3,4",
                           "1;2;3;4",
                           "2147483647,0,1,1",
                           "0,2147483647,1,1",
                           "2147483648,0,1,1",
                           "99999999999999999999,0,1,1",
                           "1,2,3,4\n"})
    EXPECT_FALSE(readBox(word).has_value()) << word;
}

} // namespace photoscrub::cli
