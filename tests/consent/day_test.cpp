#include "consent/day.h"

#include <gtest/gtest.h>

namespace photoscrub::consent {

TEST(Day, KnowsTheCalendar) {
  for (const char* day : {"2026-11-21", "2024-02-29", "2000-02-29", "1900-01-01", "2999-12-31"})
    EXPECT_TRUE(isDay(day)) << day;
}

TEST(Day, RefusesDaysThatAreNotThere) {
  for (const char* day : {"2026-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "2026-13-01",
                          "2026-01-00", "2026-01-32", "1899-12-31", "3000-01-01", "0000-00-00"})
    EXPECT_FALSE(isDay(day)) << day;
}

TEST(Day, RefusesOtherForms) {
  for (const char* day : {"", "21.11.2026", "2026-11-2", "2026-11-211", "2026/11/21", " 2026-11-21",
                          "2026-11-21 ", "20261121", "2026-1a-21", "+026-11-21", "2026-11-21T"})
    EXPECT_FALSE(isDay(day)) << day;
}

TEST(Day, MomentsAreInUtc) {
  EXPECT_TRUE(isMoment("2026-11-21T14:03:05Z"));
  for (const char* moment :
       {"2026-11-21T14:03:05", "2026-11-21 14:03:05Z", "2026-11-21T24:00:00Z",
        "2026-11-21T14:60:00Z", "2026-02-30T14:03:05Z", "2026-11-21T14:03:61Z", "2026-11-21"})
    EXPECT_FALSE(isMoment(moment)) << moment;
}

TEST(Day, TheClockGivesValidOnes) {
  EXPECT_TRUE(isDay(today())) << today();
  EXPECT_TRUE(isMoment(now())) << now();
}

} // namespace photoscrub::consent
