#include "identify/support.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::identify {

namespace {
void expectFound(std::string_view content, const Identifier& wanted) {
  const auto all = identifyCode(content);
  const auto found = find(all, wanted.label);
  ASSERT_TRUE(found) << content << testing::PrintToString(all);
  EXPECT_EQ(found->value, wanted.value) << content;
  EXPECT_EQ(found->certainty, wanted.certainty) << content;
}
constexpr auto certain = Certainty::certain, high = Certainty::high, medium = Certainty::medium,
               info = Certainty::info;
} // namespace

TEST(BandCodes, AreCertainByTheirPrefix) {
  for (const char* content :
       {"8018505089894347659190", "]d28018505089894347659190", "(8018)505089894347659190",
        "\x1D"
        "8018505089894347659190"}) {
    expectFound(content, {"GS1 patient band", "505089894347659190", certain, {}});
    expectFound(content, {"NHS number", "9434765919", certain, {}});
  }
  expectFound("]C18018539301412345678901", {"GS1 patient band", "539301412345678901", certain, {}});
}

TEST(BandCodes, AreNotRejectedForACheckDigit) {
  const auto found = identifyCode("8018505089812345678900");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].label, "GS1 patient band");
  EXPECT_EQ(found[0].certainty, certain);
}

TEST(BandCodes, CompleteANumberOfNineDigits) {
  expectFound("(8018)50508984857773450", {"NHS number", "4857773457", certain, {}});
}

TEST(BandCodes, OfOtherPrefixesNeedAMark) {
  expectFound("(8018)501054528537370975", {"GS1 patient band", "501054528537370975", high, {}});
  EXPECT_THAT(identifyCode("8018501054528537370974"), testing::IsEmpty());
}

TEST(BandCodes, CarryNamesInAi93) {
  for (const char* content : {"93Patient,Test,01-Feb-2011,", "]d293Patient,Test,01-Feb-2011,"}) {
    expectFound(content, {"patient name", "Patient, Test", certain, {}});
    expectFound(content, {"date of birth", "2011-02-01", certain, {}});
  }
}

TEST(BandCodes, CarryHospitalNumbersAndBabyDetails) {
  const char* content = "]d2"
                        "8018505089894347659190"
                        "91RXX12345\x1D"
                        "92Twin 1";
  expectFound(content, {"hospital number", "RXX12345", high, {}});
  expectFound(content, {"baby details", "Twin 1", high, {}});
  expectFound("]d291RXX12345", {"hospital number", "RXX12345", medium, {}});
}

TEST(BandCodes, WithPipesAreCertain) {
  const char* content = "W1|12345|1122334455|Patient|Test|01/02/2011|F";
  expectFound(content, {"patient name", "Patient, Test", certain, {}});
  expectFound(content, {"date of birth", "2011-02-01", certain, {}});
  expectFound(content, {"hospital number", "12345", certain, {}});
  expectFound("W1|12345|485 777 3457|Patient|Test|01022011|F",
              {"NHS number", "4857773457", certain, {}});
}

TEST(StaffCodes, AreMedium) {
  expectFound("(8017)501054528537370975", {"GS1 staff code", "501054528537370975", medium, {}});
}

TEST(Codes, OfProductsAndTheWebAreEmpty) {
  for (const char* content :
       {"5000112637922", "12345678",
        "010950600013435217250101"
        "10ABC\x1D"
        "21XYZ",
        "(01)09506000134352(17)250101(91)INTERNAL", "https://www.example.org/2024/01/31/ward-12",
        "http://example.org/?id=4857773457", "WIFI:S:Ward;T:WPA;P:secret;;", "ST143363",
        "LOT A1234 2024-01-31", "93dGVz",
        "]d2"
        "010950600013435293dGVz",
        "a|b|c|d|e|f|g", ""})
    EXPECT_THAT(identifyCode(content), testing::IsEmpty()) << content;
}

TEST(Codes, OfPacksAreNotReadAsText) {
  for (const char* content : {"(01)09506000134352(21)485 777 3457", "]d2"
                                                                    "010950600013435221MRN 123456"})
    EXPECT_THAT(identifyCode(content), testing::IsEmpty()) << content;
}

TEST(Codes, OfTenDigitsAreAtMostInfo) {
  expectFound("4857773457", {"NHS number", "4857773457", info, {}});
  expectFound("9999665527", {"NHS number", "9999665527", info, {}});
  EXPECT_THAT(identifyCode("4857773456"), testing::IsEmpty());
}

TEST(Codes, WithLabelledNumbersAreHigh) {
  expectFound("https://example.org/?nhsNumber=4857773457", {"NHS number", "4857773457", high, {}});
  expectFound("NHS No: 485 777 3457", {"NHS number", "4857773457", high, {}});
}

TEST(Codes, OfContactCardsNameSomebody) {
  const char* card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jane Doe\r\nEMAIL:jane.doe@nhs.net\r\n"
                     "END:VCARD";
  expectFound(card, {"contact card", "Jane Doe", medium, {}});
  expectFound(card, {"e-mail address", "jane.doe@nhs.net", info, {}});
  expectFound("MECARD:N:Doe,Jane;TEL:07700900123;;", {"contact card", "Doe,Jane", medium, {}});
}

} // namespace photoscrub::identify
