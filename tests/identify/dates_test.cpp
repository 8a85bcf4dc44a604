#include "identify/date_layouts.h"
#include "identify/glued_dates.h"
#include "identify/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {
struct Case {
  const char* line;
  const char* iso; ///< nullptr: no date
};
class Dates : public testing::TestWithParam<Case> {};
} // namespace

TEST_P(Dates, AreInfoOnTheirOwn) {
  const auto found = find(inLine(GetParam().line), "date");
  ASSERT_EQ(found.has_value(), GetParam().iso != nullptr) << GetParam().line;
  if (!found)
    return;
  EXPECT_EQ(found->value, GetParam().iso);
  EXPECT_EQ(found->certainty, Certainty::info);
}

INSTANTIATE_TEST_SUITE_P(
    Layouts, Dates,
    testing::Values(Case{"31/01/2024", "2024-01-31"}, Case{"31-01-2024", "2024-01-31"},
                    Case{"31.1.2024", "2024-01-31"}, Case{"1/2/24", "2024-02-01"},
                    Case{"1/2/44", "1944-02-01"}, Case{"31-Jan-2024", "2024-01-31"},
                    Case{"31 January 2024", "2024-01-31"}, Case{"31st Jan, 2024", "2024-01-31"},
                    Case{"January 31, 2024", "2024-01-31"}, Case{"31JAN2024", "2024-01-31"},
                    Case{"2024-01-31", "2024-01-31"}, Case{"2024-01-31T10:20", "2024-01-31"},
                    Case{"29/02/2024", "2024-02-29"}, Case{"3 Chwefror 1990", "1990-02-03"},
                    Case{"12-0ct-2014", "2014-10-12"}, Case{"on 31/01/2024.", "2024-01-31"},
                    Case{"31/01/2024  08:47", "2024-01-31"}));

INSTANTIATE_TEST_SUITE_P(NoDates, Dates,
                         testing::Values(Case{"32/01/2024", nullptr}, Case{"29/02/2023", nullptr},
                                         Case{"12/13/2024", nullptr}, Case{"BP 128/74", nullptr},
                                         Case{"1.2.24", nullptr}, Case{"192.168.10.2024", nullptr},
                                         Case{"31/01-2024", nullptr}, Case{"31/01/20245", nullptr},
                                         Case{"31 01 2024", nullptr}, Case{"Ward 12", nullptr}));

TEST(BirthDates, NeedALabel) {
  for (const char* line :
       {"DOB 13-Feb-1944", "D.O.B. 13/02/1944", "D O B: 13 02 1944", "Date of Birth 13.2.44",
        "Born 13-Feb-1944", "DOB:13/02/1944", "DOB13/02/1944", "D0B 13-Feb-1944", "DOB l3/O2/1944",
        "Dyddiad geni 13/02/1944"}) {
    const auto found = find(inLine(line), "date of birth");
    ASSERT_TRUE(found) << line;
    EXPECT_EQ(found->value, "1944-02-13") << line;
    EXPECT_EQ(found->certainty, Certainty::medium) << line;
  }
}

TEST(BirthDates, StandBelowTheirLabel) {
  const auto found =
      find(identifyText(asWords({"Patient\tDate of birth", "1\t13/02/1944"})), "date of birth");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->value, "1944-02-13");
}

TEST(BirthDates, AreNotTheDateBelowAFilledOne) {
  const auto found = identifyText(asWords({"DOB 13/02/1944", "31/01/2024"}));
  EXPECT_TRUE(find(found, "date"));
}

TEST(CareDates, HaveTheirOwnLabel) {
  for (const char* line :
       {"EDD 13/02/2025", "Admitted: 13-Feb-2025", "Date of admission 13.2.25"}) {
    const auto found = find(inLine(line), "date of care");
    ASSERT_TRUE(found) << line;
    EXPECT_EQ(found->certainty, Certainty::medium);
  }
}

TEST(DateLayouts, TellTheLayoutOfBands) {
  EXPECT_TRUE(dateAt("13-Feb-1944", 0, DateReading::strict)->bandStyle);
  for (const char* line : {"13/Feb/1944", "13 Feb 1944", "13-02-1944", "13th-Feb-1944"})
    EXPECT_FALSE(dateAt(line, 0, DateReading::strict)->bandStyle) << line;
}

TEST(GluedDates, EndWhereTheYearEnds) {
  EXPECT_EQ(gluedDateSize("04-Sep-1969999"), 11u);
  EXPECT_EQ(gluedDateSize("04/09/1969999"), 10u);
  for (const char* word : {"04-Sep-1969", "04-Sep-69", "1969999", "999", "04-Sep-1969x",
                           "2019-01-31", "41-Sep-1969999", ""})
    EXPECT_EQ(gluedDateSize(word), 0u) << word;
}

TEST(GluedDates, WholeWordsAreTold) {
  EXPECT_TRUE(isDateWord("04-Sep-1969"));
  EXPECT_TRUE(isDateWord("04/09/1969,"));
  for (const char* word : {"04-Sep-1969999", "485", "Sep", "", "..."})
    EXPECT_FALSE(isDateWord(word)) << word;
}

TEST(GluedDates, LeaveTheNumberOfTheNextColumn) {
  const auto found = identifyText(asWords({"Born\tNHS No", "04-Sep-1969485 777 3457 Dr Day"}));
  ASSERT_TRUE(find(found, "NHS number"));
  EXPECT_EQ(find(found, "NHS number")->value, "4857773457");
}

} // namespace photoscrub::identify
