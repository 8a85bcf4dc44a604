#include "identify/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {
struct Case {
  const char* stem;
  const char* label;
  const char* value;
};
class FileNames : public testing::TestWithParam<Case> {};
} // namespace

TEST_P(FileNames, TellWhatTheyHold) {
  const auto all = identifyFileName(GetParam().stem);
  const auto found = find(all, GetParam().label);
  ASSERT_TRUE(found) << GetParam().stem << testing::PrintToString(all);
  EXPECT_EQ(found->value, GetParam().value) << GetParam().stem;
  EXPECT_EQ(all.size(), 1u) << GetParam().stem << testing::PrintToString(all);
}

INSTANTIATE_TEST_SUITE_P(
    Dates, FileNames,
    testing::Values(Case{"IMG_20240131_101530", "date", "2024-01-31"},
                    Case{"PXL_20240131_101530123", "date", "2024-01-31"},
                    Case{"20240131101530", "date", "2024-01-31"},
                    Case{"IMG-20240131-WA0001", "date", "2024-01-31"},
                    Case{"2024-01-31", "date", "2024-01-31"},
                    Case{"WhatsApp Image 2024-01-31 at 10.15.30", "date", "2024-01-31"},
                    Case{"Screenshot_2024-01-31-10-15-30", "date", "2024-01-31"},
                    Case{"photo_31_01_2024", "date", "2024-01-31"},
                    Case{"31 Jan 2024", "date", "2024-01-31"},
                    Case{"31012024", "date", "2024-01-31"},
                    Case{"received_1706696130123", "date", "1706696130123"}));

INSTANTIATE_TEST_SUITE_P(People, FileNames,
                         testing::Values(Case{"Jane_Doe", "name", "Jane Doe"},
                                         Case{"photo Jane-Doe2", "name", "Jane Doe"},
                                         Case{"SMITH_John", "name", "SMITH John"},
                                         Case{"JohnSmith", "name", "John Smith"},
                                         Case{"Ward Jane Doe IMG_0001", "name", "Jane Doe"},
                                         Case{"SMITH, John", "name", "SMITH, John"},
                                         Case{"Mrs_Smith", "name", "Mrs Smith"}));

INSTANTIATE_TEST_SUITE_P(Numbers, FileNames,
                         testing::Values(Case{"485 777 3457", "NHS number", "4857773457"},
                                         Case{"scan_485_777_3457", "NHS number", "4857773457"},
                                         Case{"NHS_4857773457", "NHS number", "4857773457"},
                                         Case{"4857773457", "NHS number", "4857773457"},
                                         Case{"07700900123", "phone number", "07700900123"}));

TEST(FileNames, OfCamerasAndWardsAreEmpty) {
  for (const char* stem : {"IMG_0001",
                           "DSC_1234",
                           "DSC01234",
                           "P1010001",
                           "PXL",
                           "Screenshot",
                           "WhatsApp Image",
                           "photo",
                           "photo-0001",
                           "Ward Round",
                           "Cardiology Ward Team",
                           "Christmas Party",
                           "GOPR0042",
                           "MVIMG",
                           "image (3)",
                           "Fire Exit",
                           "IMG_E1234",
                           "Final Version 2",
                           "NHS Trust Logo",
                           "",
                           "untitled",
                           "jane doe"})
    EXPECT_THAT(identifyFileName(stem), testing::IsEmpty()) << stem;
}

TEST(FileNames, TellSeveralThings) {
  const auto all = identifyFileName("Jane_Doe_20240131_485_777_3457");
  EXPECT_TRUE(find(all, "name"));
  EXPECT_TRUE(find(all, "date"));
  EXPECT_TRUE(find(all, "NHS number"));
}

} // namespace photoscrub::identify
