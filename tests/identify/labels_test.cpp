#include "identify/labels.h"

#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {
struct Case {
  const char* text;
  LabelKind kind;
};
using enum LabelKind;
} // namespace

TEST(Labels, OfTheTableAreFound) {
  for (const Case& one : {Case{"NHS No", nhs},
                          Case{"NHS Number", nhs},
                          Case{"NHS:", nhs},
                          Case{"Born", birth},
                          Case{"DOB", birth},
                          Case{"D.O.B.", birth},
                          Case{"Date of Birth", birth},
                          Case{"Hosp No", hospital},
                          Case{"Hospital No", hospital},
                          Case{"Unit No", hospital},
                          Case{"MRN", hospital},
                          Case{"PAS", hospital},
                          Case{"CHI", chi},
                          Case{"H&C No", healthAndCare},
                          Case{"Surname", surname},
                          Case{"Forename", forename},
                          Case{"Patient", patientName},
                          Case{"Name", name},
                          Case{"Address", address},
                          Case{"Postcode", postcode},
                          Case{"Ward", place},
                          Case{"Bed", place},
                          Case{"Bay", place},
                          Case{"Consultant", staffName},
                          Case{"GP", staffName},
                          Case{"Allergies", other},
                          Case{"EDD", clinicalDate},
                          Case{"NOK", kin},
                          Case{"Next of kin", kin},
                          Case{"Admitted", clinicalDate},
                          Case{"Diagnosis", other},
                          Case{"Rhif GIG", nhs},
                          Case{"Dyddiad geni", birth},
                          Case{"Enw", name},
                          Case{"Cyfeiriad", address}}) {
    const auto labels = findLabels(one.text);
    ASSERT_EQ(labels.size(), 1u) << one.text;
    EXPECT_EQ(labels[0].kind, one.kind) << one.text;
    EXPECT_EQ(labels[0].span.begin, 0u);
  }
}

TEST(Labels, AreFoundThroughMisreadCharacters) {
  for (const char* text : {"NH5 No", "nhs n0", "NHSNo", "NHS  No", "NHS-No"}) {
    const auto labels = findLabels(text);
    ASSERT_EQ(labels.size(), 1u) << text;
    EXPECT_EQ(labels[0].kind, nhs) << text;
    EXPECT_FALSE(labels[0].weak) << text;
  }
}

TEST(Labels, EndAtWordBoundariesOrDigits) {
  EXPECT_TRUE(findLabels("Nameplate Wardrobe Telling Patients").empty());
  EXPECT_TRUE(findLabels("rename").empty());
  EXPECT_EQ(findLabels("DOB12/02/1944").size(), 1u);
}

TEST(Labels, PreferTheLongest) {
  const auto labels = findLabels("Patient name: x  Patient No 12345");
  ASSERT_EQ(labels.size(), 2u);
  EXPECT_EQ(labels[0].kind, patientName);
  EXPECT_FALSE(labels[0].weak);
  EXPECT_EQ(labels[1].kind, hospital);
}

} // namespace photoscrub::identify
