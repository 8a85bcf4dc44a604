#include "policy/built_in.h"
#include "policy/json_tree.h"
#include "policy/policy_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::policy {

using detect::Certainty;
using detect::RegionKind;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

/// A policy file whose line 2 holds these members.
std::string file(const std::string& members) {
  std::string text = "{\"schema\": \"photoscrub-policy/1\", \"name\": \"Trust A\",\n";
  text += members;
  text += "}\n";
  return text;
}

std::string problems(const std::string& json) {
  const auto policy = readPolicy(json);
  return policy.ok() ? "" : policy.error().message;
}

Policy good(const std::string& members) {
  auto policy = readPolicy(file(members));
  EXPECT_TRUE(policy.ok()) << policy.error().message;
  return policy.ok() ? std::move(policy).value() : Policy{};
}

} // namespace

TEST(PolicyFile, ChangesTheBuiltInPolicyItNames) {
  const auto policy = good(R"("based_on": "strict",
    "regions": { "face": { "action": "ignore", "style": "blur", "margin_percent": 10 },
                 "identifier": { "action": { "info": "flag" } } },
    "metadata": { "keep": ["copyright", "time"] },
    "names": "original",
    "accept": ["jpeg", "png"],
    "convert": "jpeg",
    "detectors": { "minimum_tier": "basic", "look": true, "sensitivity": "low" },
    "release": "consent",
    "consent_register": "/srv/consent.sqlite")");
  auto expected = builtIn("strict").value();
  expected.name = "Trust A";
  expected.actions[0].fill(Action::ignore);
  expected.styles[0] = redact::Style::blur;
  expected.marginPercent[0] = 10;
  expected.actions[2][3] = Action::flag;
  expected.keepColour = false;
  expected.keep.copyright = expected.keep.time = true;
  expected.neutralNames = false;
  expected.accept = {formats::FileType::jpeg, formats::FileType::png};
  expected.toJpeg = true;
  expected.fullTier = false;
  expected.sensitivity = detect::Sensitivity::low;
  expected.release = Release::consent;
  expected.consentRegister = "/srv/consent.sqlite";
  EXPECT_EQ(policy, expected);
}

TEST(PolicyFile, IsTheSameWhereverBasedOnStands) {
  EXPECT_EQ(good(R"("names": "original", "based_on": "strict")"),
            good(R"("based_on": "strict", "names": "original")"));
}

TEST(PolicyFile, IsFlagWhereItSaysNothing) {
  auto expected = Policy{};
  expected.name = "Trust A";
  EXPECT_EQ(good(R"("comment": "", "$schema": "policy.schema.json")"), expected);
}

TEST(PolicyFile, MayBeginWithAByteOrderMark) {
  EXPECT_TRUE(readPolicy("\xEF\xBB\xBF" + file(R"("comment": "")")).ok());
}

struct Mistake {
  const char* members;
  const char* message;
};

class PolicyMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(PolicyMistakes, AreNamedWithLineAndKey) {
  EXPECT_EQ(problems(file(GetParam().members)), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    PolicyFile, PolicyMistakes,
    testing::Values(
        Mistake{"\n\n\n\n\"regions\": {\"wristband\": {\"action\": \"hide\"}}",
                "line 6: regions.wristband.action: \"hide\" is not one of ignore, flag, redact or "
                "block"},
        Mistake{"\"regions\": {\n\"face\": {\n\"action\":\n\"redcat\"}}",
                "line 5: regions.face.action: \"redcat\" is not one of ignore, flag, redact or "
                "block. Did you mean \"redact\"?"},
        Mistake{"\"regions\": {\"faces\": {}}",
                "line 2: regions.\"faces\": there is no such key. Did you mean \"face\"?"},
        Mistake{"\"relaese\": \"nobody\"",
                "line 2: \"relaese\": there is no such key. Did you mean \"release\"?"},
        Mistake{"\"quite other\": 1", "line 2: \"quite other\": there is no such key"},
        Mistake{"\"names\": \"neutral\",\n\"names\": \"original\"",
                "line 3: names: stands here a second time; the first is on line 2"},
        Mistake{"\"regions\": {\"face\": {\"margin_percent\": 101}}",
                "line 2: regions.face.margin_percent: has to be a whole number from 0 to 100"},
        Mistake{"\"regions\": {\"face\": {\"margin_percent\": -1}}",
                "line 2: regions.face.margin_percent: has to be a whole number from 0 to 100"},
        Mistake{"\"regions\": {\"face\": {\"margin_percent\": 0.5}}",
                "line 2: regions.face.margin_percent: has to be a whole number from 0 to 100"},
        Mistake{"\"regions\": {\"face\": {\"margin_percent\": \"10\"}}",
                "line 2: regions.face.margin_percent: has to be a number, and is text in quotes"},
        Mistake{"\"regions\": {\"text\": {\"style\": \"blur\"}}",
                "line 2: regions.text.style: \"blur\" is for faces only: writing and codes could "
                "be read again. Everything else is \"solid\""},
        Mistake{"\"regions\": {\"face\": {\"action\": 3}}",
                "line 2: regions.face.action: has to be ignore, flag, redact or block, or a group "
                "in { } that says so for each certainty"},
        Mistake{"\"regions\": {\"face\": {\"action\": {\"sure\": \"flag\"}}}",
                "line 2: regions.face.action.\"sure\": there is no such key"},
        Mistake{"\"regions\": {\"face\": {\"margin_percent\": 101\n\n}}",
                "line 2: regions.face.margin_percent: has to be a whole number from 0 to 100"},
        Mistake{"\"metadata\": {\"keep\": \"colour\"}",
                "line 2: metadata.keep: has to be a list in [ ], and is text in quotes"},
        Mistake{"\"metadata\": {\"keep\": [\"colour\",\n\"color\"]}",
                "line 3: metadata.keep: \"color\" is not one of colour, copyright, credit, caption "
                "or time. Did you mean \"colour\"?"},
        Mistake{"\"metadata\": {\"keep\": [\"time\", \"time\"]}",
                "line 2: metadata.keep: \"time\" stands in the list twice"},
        Mistake{"\"accept\": []", "line 2: accept: is empty, so that no photo would be taken at "
                                  "all. Leave it out to take every kind"},
        Mistake{"\"convert\": \"png\"", "line 2: convert: \"png\" is not jpeg"},
        Mistake{"\"detectors\": {\"look\": \"yes\"}",
                "line 2: detectors.look: has to be true or false, and is text in quotes"},
        Mistake{"\"detectors\": {\"look\": false}, \"regions\": {\"face\": {\"action\": "
                "\"redact\"}}",
                "line 2: regions.face.action: nothing can be covered or hold a photo back where "
                "detectors.look is false"},
        Mistake{"\"detectors\": {\"look\": false}, \"based_on\": \"strict\"",
                "line 2: based_on: nothing can be covered or hold a photo back where "
                "detectors.look is false"},
        Mistake{"\"based_on\": \"strcit\"", "line 2: based_on: \"strcit\" is not one of flag, "
                                            "redact or strict. Did you mean \"strict\"?"},
        Mistake{"\"consent_register\": \"consent.sqlite\"",
                "line 2: consent_register: has to be a whole path that begins with /, so that it "
                "is the same file wherever photoscrub is started"}));

TEST(PolicyFile, NeedsItsSchemaAndAName) {
  EXPECT_EQ(problems("{}"), "line 1: schema: is missing. A policy begins with { \"schema\": "
                            "\"photoscrub-policy/1\",\nline 1: name: is missing");
  EXPECT_EQ(problems("\n[]"), "line 2: has to be a group in { }, and is a list in [ ]");
  EXPECT_THAT(problems(R"({"schema": "photoscrub-policy/2", "name": "x"})"),
              StartsWith("line 1: schema: \"photoscrub-policy/2\" is not photoscrub-policy/1"));
  EXPECT_THAT(problems(R"({"schema": "photoscrub-policy/1", "name": " "})"), HasSubstr("name:"));
  EXPECT_THAT(problems(R"({"schema": "photoscrub-policy/1", "name": "a\nb"})"), HasSubstr("name:"));
  const std::string longest(80, 'x');
  EXPECT_EQ(problems(R"({"schema": "photoscrub-policy/1", "name": ")" + longest + "\"}"), "");
  EXPECT_THAT(problems(R"({"schema": "photoscrub-policy/1", "name": ")" + longest + "x\"}"),
              HasSubstr("longer than 80"));
}

TEST(PolicyFile, TellsAllProblemsInTheirOrder) {
  EXPECT_EQ(problems(file("\"names\": 1,\n\"convert\": 2,\n\"release\": 3")),
            "line 2: names: has to be text in quotes, and is a number\n"
            "line 3: convert: has to be text in quotes, and is a number\n"
            "line 4: release: has to be text in quotes, and is a number");
}

TEST(PolicyFile, TellsTwentyProblemsAndHowManyMore) {
  std::string members;
  for (int i = 0; i < 23; ++i)
    members.append(i == 0 ? "" : ",\n").append("\"q").append(std::to_string(i)).append("\": 1");
  const auto text = problems(file(members));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 20);
  EXPECT_THAT(text, testing::EndsWith("\nand 3 more"));
}

TEST(PolicyFile, QuotesNothingThatForgesALine) {
  const auto text = problems(file(R"("names": "a\nline 9: b\u202e")"));
  EXPECT_EQ(text, "line 2: names: \"a line 9: b\" is not one of original or neutral");
}

TEST(PolicyFile, RefusesWhatIsNoJson) {
  const std::string rest = ": this is not JSON. Look here and at the end of the line before for a "
                           "comma, a quote or a bracket that is missing or too many";
  EXPECT_EQ(problems(file("\"names\": \"neutral\"\n\"release\": \"nobody\"")), "line 3" + rest);
  EXPECT_EQ(problems(file("\"names\": \"neutral\",")), "line 2" + rest);
  EXPECT_EQ(problems(file("// no comments")), "line 2" + rest);
  EXPECT_EQ(problems(file("\"names\": nul")), "line 2" + rest);
  EXPECT_EQ(problems(file("\"regions\": {\"face\": {\"margin_percent\": 1e999}}")),
            "line 2" + rest);
}

TEST(PolicyFile, RefusesWhatGoesOnOrStopsInTheMiddle) {
  const auto whole = file("\"names\": \"neutral\"");
  EXPECT_EQ(problems(whole + "\n{}"), "line 4: nothing may follow after the last bracket");
  EXPECT_THAT(problems(whole + std::string("\0x", 2)), HasSubstr("line 3: there is a control"));
  for (std::size_t size = 0; size + 2 < whole.size(); ++size)
    EXPECT_THAT(problems(whole.substr(0, size)), HasSubstr("the file ends here")) << size;
}

TEST(PolicyFile, RefusesOtherEncodings) {
  EXPECT_EQ(problems("{\n\"name\": \"caf\xE9\"}"),
            "line 2: this is not UTF-8 text. Save the file as UTF-8");
  EXPECT_THAT(problems(std::string("{\0\n\0", 4)), HasSubstr("line 1: there is a control"));
}

TEST(PolicyFile, HasLimits) {
  const std::string blanks(kMaxJsonBytes, ' ');
  auto whole = file("\"names\": \"neutral\"");
  EXPECT_EQ(problems(whole + blanks.substr(whole.size())), "");
  const auto large = readPolicy(whole + blanks);
  ASSERT_FALSE(large.ok());
  EXPECT_EQ(large.error().code, ErrorCode::limit);

  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_THAT(problems(nested(kMaxJsonDepth)), HasSubstr("has to be a group"));
  EXPECT_THAT(problems(nested(kMaxJsonDepth + 1)), HasSubstr("deeper than"));

  std::string many = "[0";
  for (std::size_t i = 2; i < kMaxJsonValues; ++i)
    many += ",0";
  EXPECT_THAT(problems(many + "]"), HasSubstr("has to be a group"));
  EXPECT_THAT(problems(many + ",0]"), HasSubstr("more than a policy"));
}

} // namespace photoscrub::policy
