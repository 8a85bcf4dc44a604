#include "scrub/regions_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::scrub {
namespace {

using testing::HasSubstr;

const std::string kHash(64, 'a');

std::string photo(const std::string& regions, const std::string& hash = kHash) {
  return "{\"schema\":\"photoscrub/1\",\"input\":\"x.jpg\",\"input_sha256\":\"" + hash +
         "\",\"regions\":[" + regions + "]}";
}

TEST(RegionsFile, ReadsDecisions) {
  const auto file = RegionsFile::read(
      photo(R"({"kind":"face","box":[1,2,3,4],"score":0.7,"redacted":false,"released":true},
               {"kind":"text","box":[5,6,7,8],"polygon":[[5,6],[12,6],[12,14]],"redacted":true},
               {"kind":"identifier","box":[0,0,9,9],"label":"NHS number","certainty":"high"})"));
  ASSERT_TRUE(file.ok()) << file.error().message;
  const auto* decisions = file.value().of(kHash);
  ASSERT_NE(decisions, nullptr);
  ASSERT_EQ(decisions->size(), 3u);
  EXPECT_EQ((*decisions)[0].what, Decision::What::release);
  EXPECT_EQ((*decisions)[0].region.box, (Rect{1, 2, 3, 4}));
  EXPECT_EQ((*decisions)[1].what, Decision::What::cover);
  EXPECT_EQ((*decisions)[1].region.polygon.size(), 3u);
  EXPECT_EQ((*decisions)[2].what, Decision::What::asPolicySays);
  EXPECT_EQ((*decisions)[2].region.label, "NHS number");
  EXPECT_EQ((*decisions)[2].region.certainty, detect::Certainty::high);
}

TEST(RegionsFile, ReadsOneAnArrayOrOneALine) {
  const std::string other(64, 'B'), lower(64, 'b');
  for (const auto& text : {"[" + photo("") + "," + photo("", other) + "]",
                           photo("") + "\n\n" + photo("", other) + "\r\n"}) {
    const auto file = RegionsFile::read(text);
    ASSERT_TRUE(file.ok()) << file.error().message;
    EXPECT_NE(file.value().of(kHash), nullptr);
    EXPECT_NE(file.value().of(lower), nullptr) << "written in capitals";
    EXPECT_EQ(file.value().of(std::string(64, 'c')), nullptr);
  }
}

TEST(RegionsFile, DropsLabelsThatCouldBeValues) {
  const auto file = RegionsFile::read(photo(
      R"json({"kind":"text","box":[1,2,3,4],"label":"999 123 4567"},
         {"kind":"text","box":[1,2,3,4],"label":"GS1 patient band"},
         {"kind":"text","box":[1,2,3,4],"label":"\u001b[31m"},
         {"kind":"text","box":[1,2,3,4],"label":"Mrs Quennell"},
         {"kind":"text","box":[1,2,3,4],"label":"patient name Quennell"},
         {"kind":"text","box":[1,2,3,4],"label":"H&C number (unchecked)"},
         {"kind":"text","box":[1,2,3,4],"label":"person, face found"})json"));
  const auto& decisions = *file.value().of(kHash);
  EXPECT_EQ(decisions[0].region.label, "");
  EXPECT_EQ(decisions[1].region.label, "GS1 patient band");
  EXPECT_EQ(decisions[2].region.label, "");
  EXPECT_EQ(decisions[3].region.label, "");
  EXPECT_EQ(decisions[4].region.label, "");
  EXPECT_EQ(decisions[5].region.label, "H&C number (unchecked)");
  EXPECT_EQ(decisions[6].region.label, "person, face found");
}

struct Mistake {
  std::string text;
  std::string says;
};

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreNamed) {
  const auto file = RegionsFile::read(GetParam().text);
  ASSERT_FALSE(file.ok()) << GetParam().text;
  EXPECT_THAT(file.error().message, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Table, Mistakes,
    testing::Values(
        Mistake{"", "names no photo"}, Mistake{"[]", "names no photo"},
        Mistake{photo("") + "\nnonsense", "line 2"},
        Mistake{R"({"regions":[]})", "photoscrub check --json --hash"},
        Mistake{R"([{"input_sha256":"xyz","regions":[]}])", "photo 1"},
        Mistake{"[" + photo("") + "," + photo("") + "]", "photo 2: this picture stands"},
        Mistake{"{\"input_sha256\":\"" + kHash + "\"}", "no list \"regions\""},
        Mistake{photo("7"), "region 1: it is not an object"},
        Mistake{photo(R"({"kind":"nose","box":[1,2,3,4]})"), "\"kind\""},
        Mistake{photo(R"({"box":[1,2,3,4]})"), "\"kind\""},
        Mistake{photo(R"({"kind":"face"})"), "\"box\""},
        Mistake{photo(R"({"kind":"face","box":[1,2,3]})"), "\"box\""},
        Mistake{photo(R"({"kind":"face","box":[1,2,0,4]})"), "\"box\""},
        Mistake{photo(R"({"kind":"face","box":[1,2,3,9e99]})"), "\"box\""},
        Mistake{photo(R"({"kind":"face","box":[1,2,3,99999999]})"), "\"box\""},
        Mistake{photo(R"({"kind":"face","box":[1,2,3,4],"polygon":[[1,2]]})"), "\"polygon\""},
        Mistake{photo(R"({"kind":"face","box":[1,2,3,4],"released":"yes"})"), "\"released\""},
        Mistake{photo(R"({"kind":"face","box":[1,2,3,4]},
                         {"kind":"face","box":[1,2,3,4],"released":true,"redacted":true})"),
                "region 2: it cannot be"}));

TEST(RegionsFile, HasLimits) {
  std::string many;
  for (int i = 0; i < 10'001; ++i)
    many += std::string(i == 0 ? "" : ",") + R"({"kind":"face","box":[1,2,3,4]})";
  EXPECT_EQ(RegionsFile::read(photo(many)).error().code, ErrorCode::limit);
  EXPECT_FALSE(RegionsFile::read(std::string(100'000, '[')).ok());
}

} // namespace
} // namespace photoscrub::scrub
