#include "identify/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {

void expectFound(const std::vector<Identifier>& all, const Identifier& wanted) {
  const auto found = find(all, wanted.label);
  ASSERT_TRUE(found) << wanted.value << ": " << testing::PrintToString(all);
  EXPECT_EQ(found->value, wanted.value);
  EXPECT_EQ(found->certainty, wanted.certainty) << wanted.value;
}

bool hasName(const std::vector<Identifier>& all) {
  return find(all, "name") || find(all, "patient name") || find(all, "staff name");
}

} // namespace

TEST(Bands, AreHighWithTheDateBesideTheName) {
  const auto found = inLine("SMITH John 13-Feb-1944");
  expectFound(found, {"patient name", "SMITH John", Certainty::high, {}});
  expectFound(found, {"date of birth", "1944-02-13", Certainty::high, {}});
}

TEST(Bands, AreHighWithTheDateBelowTheName) {
  const auto found =
      identifyText(asLines({"SMITH, John", "Born 13-Feb-1944", "NHS No 999 000 0026"}));
  expectFound(found, {"patient name", "SMITH, John", Certainty::high, {}});
  expectFound(found, {"date of birth", "1944-02-13", Certainty::high, {}});
  expectFound(found, {"NHS number", "9990000026", Certainty::medium, {}});
}

TEST(Bands, AreFoundInSeparateWords) {
  const auto found = identifyText(asWords({"O'BRIEN Anne-Marie", "13-Feb-1944"}));
  expectFound(found, {"patient name", "O'BRIEN Anne-Marie", Certainty::high, {}});
}

TEST(Bands, AcceptMisreadAndForeignLetters) {
  for (const char* name :
       {"SM1TH John", "MÜLLER Jörg", "McDONALD Eve", "VAN DYKE Jan", "Ng, Mei"}) {
    const auto found = identifyText(asLines({name, "Born 13-Feb-1944"}));
    expectFound(found, {"patient name", name, Certainty::high, {}});
  }
}

TEST(Bands, RunUpAndDownThePicture) {
  const std::vector<Word> down = {{"SMITH John", {100, 0, 20, 200}},
                                  {"Born 13-Feb-1944", {70, 0, 20, 260}}};
  const std::vector<Word> up = {{"SMITH John", {70, 60, 20, 200}},
                                {"Born 13-Feb-1944", {100, 0, 20, 260}}};
  for (const auto& words : {down, up}) {
    const auto found = identifyText(words);
    expectFound(found, {"patient name", "SMITH John", Certainty::high, {}});
    EXPECT_EQ(find(found, "patient name")->box, words[0].box);
  }
}

TEST(Bands, NeedTheLayoutOfTheDate) {
  EXPECT_FALSE(hasName(inLine("SMITH John 13/02/1944")));
  EXPECT_FALSE(hasName(inLine("SMITH John")));
  EXPECT_FALSE(hasName(identifyText(asLines({"SMITH John", "", "", "", "13-Feb-1944"}))));
}

TEST(Bands, AreNotNoticesOfTheWard) {
  for (const char* line : {"NHS Trust 13-Feb-2024", "STAFF Meeting 13-Feb-2024",
                           "WARD Round 13-Feb-2024", "BLOOD Group 13-Feb-2024"})
    EXPECT_FALSE(hasName(inLine(line))) << line;
}

TEST(Names, WithACommaAreMedium) {
  expectFound(inLine("GREEN, Michael"), {"name", "GREEN, Michael", Certainty::medium, {}});
  expectFound(inLine("GREEN, Richard (Mr)"), {"name", "GREEN, Richard", Certainty::medium, {}});
}

TEST(Names, StandBesideTheirLabel) {
  expectFound(inLine("Surname: Smith"), {"patient name", "Smith", Certainty::medium, {}});
  expectFound(inLine("Surname smith"), {"patient name", "smith", Certainty::medium, {}});
  expectFound(inLine("Forename(s) John Paul"),
              {"patient name", "John Paul", Certainty::medium, {}});
  expectFound(inLine("Patient name: Mr J. Smith"),
              {"patient name", "J. Smith", Certainty::medium, {}});
  expectFound(inLine("Name: John Smith"), {"name", "John Smith", Certainty::medium, {}});
  expectFound(inLine("Patient: John Smith"), {"patient name", "John Smith", Certainty::medium, {}});
  expectFound(inLine("Next of kin: Mary Smith"), {"name", "Mary Smith", Certainty::medium, {}});
  expectFound(inLine("Consultant: Jones"), {"staff name", "Jones", Certainty::medium, {}});
  expectFound(inLine("Staff name Jane Doe"), {"staff name", "Jane Doe", Certainty::medium, {}});
}

TEST(Names, StandBelowTheirLabel) {
  const auto found = identifyText(asWords({"Surname\tForename", "SMITH\tJohn"}));
  expectFound(found, {"patient name", "SMITH", Certainty::medium, {}});
  EXPECT_EQ(found.size(), 2u);
}

TEST(Names, FollowTitles) {
  expectFound(inLine("Mrs Smith"), {"name", "Mrs Smith", Certainty::medium, {}});
  expectFound(inLine("Seen with Dr. A Jones"), {"staff name", "Dr. A Jones", Certainty::info, {}});
  expectFound(inLine("Nurse Okafor"), {"staff name", "Nurse Okafor", Certainty::info, {}});
}

TEST(Names, AreNotTakenFromOrdinaryWords) {
  for (const char* line :
       {"Patient information", "Patients and visitors", "Name badge", "Nurse in charge",
        "Doctor on call", "Please wash your hands", "Fire Exit", "BBC News",
        "Miss your appointment", "name", "GP surgery", "Address Book", "Consultant led care"})
    EXPECT_FALSE(hasName(inLine(line))) << line;
}

TEST(Names, OfUnknownPeopleAreInfo) {
  expectFound(inLine("Unknown Female"), {"patient name", "Unknown Female", Certainty::info, {}});
}

TEST(Places, AreAddressesAndBeds) {
  expectFound(inLine("Address: 15 Station Lane"),
              {"address", "15 Station Lane", Certainty::medium, {}});
  expectFound(inLine("33 Church Avenue"), {"address", "33 Church Avenue", Certainty::info, {}});
  expectFound(identifyText(asWords({"Address", "The Old Mill"})),
              {"address", "The Old Mill", Certainty::medium, {}});
  expectFound(inLine("Bed 12"), {"ward or bed", "Bed 12", Certainty::info, {}});
  expectFound(inLine("Cedar Ward"), {"ward or bed", "Cedar Ward", Certainty::info, {}});
}

TEST(Places, AreNotOrdinaryWords) {
  for (const char* line : {"ward round", "bed rest", "12 Station", "3 Tablets Road", "bay"})
    EXPECT_THAT(inLine(line),
                testing::Not(testing::Contains(testing::Field(&Identifier::label, "ward or bed"))))
        << line;
}

} // namespace photoscrub::identify
