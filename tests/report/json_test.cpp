#include "report/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace photoscrub::report {
namespace {

scrub::Outcome cleanedOutcome() {
  scrub::Outcome outcome;
  outcome.input = "in\nput.jpg";
  outcome.output = "out.jpg";
  outcome.status = scrub::OutcomeStatus::needsReview;
  outcome.type = formats::FileType::jpeg;
  outcome.size = {640, 480};
  outcome.removed = {{formats::FindingKind::location, "Exif GPS", 6, "secret place"}};
  outcome.kept = {{"colour", "sRGB"}};
  detect::Region region;
  region.kind = detect::RegionKind::identifier;
  region.box = {1, 2, 30, 40};
  region.polygon = {{1, 2}, {31, 2}, {31, 42}};
  region.score = 0.87654;
  region.label = "NHS number";
  region.certainty = detect::Certainty::high;
  region.value = "secret number";
  outcome.regions = {{region, true, {"C149"}}};
  outcome.detectors = {{"yunet_n", "1", "", "full", ""}};
  outcome.verified = true;
  return outcome;
}

nlohmann::json parsed(const scrub::Outcome& outcome, const JsonOptions& options = {}) {
  return nlohmann::json::parse(jsonLine(outcome, options));
}

TEST(Json, HasEveryFieldOfTheContract) {
  const auto json = parsed(cleanedOutcome());
  for (const auto* field :
       {"schema", "input", "output", "status", "format", "width", "height", "removed", "kept",
        "regions", "detectors", "verified", "input_sha256", "output_sha256", "seconds", "error"})
    EXPECT_TRUE(json.contains(field)) << field;
  EXPECT_EQ(json["schema"], "photoscrub/1");
  EXPECT_EQ(json["status"], "needs-review");
  EXPECT_EQ(json["format"], "jpeg");
  EXPECT_EQ(json["width"], 640);
  EXPECT_EQ(json["input"], "in\nput.jpg");
  EXPECT_TRUE(json["input_sha256"].is_null());
  EXPECT_TRUE(json["error"].is_null());
}

TEST(Json, DescribesFindingsAndRegions) {
  const auto json = parsed(cleanedOutcome());
  EXPECT_EQ(json["removed"][0],
            (nlohmann::json{{"kind", "location"}, {"where", "Exif GPS"}, {"count", 6}}));
  const auto& region = json["regions"][0];
  EXPECT_EQ(region["kind"], "identifier");
  EXPECT_EQ(region["box"], (nlohmann::json{1, 2, 30, 40}));
  EXPECT_EQ(region["polygon"].size(), 3u);
  EXPECT_EQ(region["certainty"], "high");
  EXPECT_EQ(region["redacted"], true);
  EXPECT_EQ(region["score"], 0.877);
  EXPECT_EQ(region["guidance"], nlohmann::json{"C149"});
}

TEST(Json, HoldsNoValuesUnlessAsked) {
  EXPECT_THAT(jsonLine(cleanedOutcome(), {}), testing::Not(testing::HasSubstr("secret")));
  const auto json = parsed(cleanedOutcome(), {true, false});
  EXPECT_EQ(json["removed"][0]["value"], "secret place");
  EXPECT_EQ(json["regions"][0]["value"], "secret number");
}

TEST(Json, IsOneLineWhateverTheTextHolds) {
  auto outcome = cleanedOutcome();
  outcome.removed[0].where = "line\nbreak \xFF";
  outcome.warnings = {"a\r\nb"};
  EXPECT_EQ(jsonLine(outcome, {}).find('\n'), std::string::npos);
  EXPECT_TRUE(nlohmann::json::accept(jsonLine(outcome, {})));
}

TEST(Json, NamesErrorsByCode) {
  scrub::Outcome outcome;
  outcome.status = scrub::OutcomeStatus::refused;
  outcome.error = Error{ErrorCode::unsupported, "This is a video.", "ftyp", 4};
  const auto json = parsed(outcome);
  EXPECT_EQ(json["error"],
            (nlohmann::json{{"code", "unsupported"}, {"message", "This is a video."}}));
  EXPECT_TRUE(json["output"].is_null());
  EXPECT_THAT(parsed(outcome, {false, true})["error"]["message"].get<std::string>(),
              testing::HasSubstr("ftyp"));
}

} // namespace
} // namespace photoscrub::report
