// The whole way with the real worker programs, on a disk in memory that can be made to fail.
#include "formats/registry.h"
#include "scrub/scrubber.h"
#include "support/failing_file_store.h"
#include "support/memory_file_store.h"
#include "support/tampering_file_store.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::scrub {
namespace {

Installation builtInstallation() {
  const std::filesystem::path bin = PHOTOSCRUB_BIN_DIR;
  return {bin / "photoscrub-metadata", bin / "photoscrub-vision", bin / "../models", 1};
}

Bytes sample(const std::string& name) {
  std::ifstream file(std::string(PHOTOSCRUB_SOURCE_DIR) + "/samples/" + name, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

ScrubOptions metadataOnly() {
  ScrubOptions options;
  options.policy.detect = false;
  return options;
}

class ScrubberTest : public testing::Test {
protected:
  ScrubberTest() {
    disk_.files["/in/phone.jpg"] = sample("phone_portrait.jpg");
    disk_.files["/in/notes.png"] = sample("notes.png");
    disk_.files["/in/ward.jpg"] = sample("ward_scene.jpg");
  }
  Target target(Target::Taken taken = Target::Taken::number) const {
    return {"/out", "copy", "", taken};
  }
  std::size_t outputs() const { return disk_.files.size() - 3; }

  test::MemoryFileStore disk_;
};

TEST_F(ScrubberTest, CleansAndVerifies) {
  Scrubber scrubber(metadataOnly(), builtInstallation(), disk_);
  for (const auto* name : {"/in/phone.jpg", "/in/notes.png"}) {
    const auto outcome = scrubber.clean(name, target());
    EXPECT_EQ(outcome.status, OutcomeStatus::cleaned) << name;
    EXPECT_TRUE(outcome.verified);
    EXPECT_TRUE(outcome.inventoryComplete);
    ASSERT_TRUE(outcome.output);
    const auto& bytes = disk_.files[*outcome.output];
    EXPECT_TRUE(formats::formatFor(outcome.type)->audit(bytes, {}).ok());
    EXPECT_THAT(outcome.removed, testing::Contains(testing::Field(&metadata::Finding::kind,
                                                                  formats::FindingKind::location)));
  }
}

TEST_F(ScrubberTest, CleaningTwiceEqualsCleaningOnce) {
  Scrubber scrubber(metadataOnly(), builtInstallation(), disk_);
  const auto once = scrubber.clean("/in/phone.jpg", target());
  ASSERT_TRUE(once.output);
  const auto twice = scrubber.clean(*once.output, target());
  EXPECT_EQ(twice.status, OutcomeStatus::alreadyClean);
  ASSERT_TRUE(twice.output);
  EXPECT_NE(*twice.output, *once.output);
  EXPECT_EQ(disk_.files[*twice.output], disk_.files[*once.output]);
}

TEST_F(ScrubberTest, ChecksWithoutWriting) {
  Scrubber scrubber(metadataOnly(), builtInstallation(), disk_);
  const auto outcome = scrubber.check("/in/phone.jpg");
  EXPECT_EQ(outcome.status, OutcomeStatus::needsReview);
  EXPECT_FALSE(outcome.output);
  EXPECT_EQ(outputs(), 0u);
}

TEST_F(ScrubberTest, HoldsBackValuesUnlessAsked) {
  const auto hasValue = testing::Contains(
      testing::Field(&metadata::Finding::value, testing::Not(testing::IsEmpty())));
  Scrubber scrubber(metadataOnly(), builtInstallation(), disk_);
  EXPECT_THAT(scrubber.check("/in/phone.jpg").removed, testing::Not(hasValue));
  auto options = metadataOnly();
  options.withValues = true;
  Scrubber showing(options, builtInstallation(), disk_);
  EXPECT_THAT(showing.check("/in/phone.jpg").removed, hasValue);
}

TEST_F(ScrubberTest, NeverTakesANameThatIsTaken) {
  Scrubber scrubber(metadataOnly(), builtInstallation(), disk_);
  disk_.files["/out/copy.jpg"] = {1, 2, 3};
  const auto numbered = scrubber.clean("/in/phone.jpg", target());
  EXPECT_EQ(numbered.output, std::filesystem::path("/out/copy_2.jpg"));
  const auto reused =
      scrubber.clean("/in/phone.jpg", {"/out", "copy", "", Target::Taken::reuseEqual});
  EXPECT_EQ(reused.output, std::filesystem::path("/out/copy_2.jpg"));
  EXPECT_TRUE(reused.verified);
  const auto refused =
      scrubber.clean("/in/phone.jpg", {"/out", "", "copy.jpg", Target::Taken::fail});
  EXPECT_EQ(refused.status, OutcomeStatus::failed);
  EXPECT_EQ(disk_.files["/out/copy.jpg"], (Bytes{1, 2, 3}));
}

TEST_F(ScrubberTest, GivesTheExtensionOfTheContent) {
  Scrubber scrubber(metadataOnly(), builtInstallation(), disk_);
  disk_.files["/in/really.gif"] = sample("notes.png");
  const auto outcome = scrubber.clean("/in/really.gif", target());
  EXPECT_EQ(outcome.output, std::filesystem::path("/out/copy.png"));
  EXPECT_FALSE(outcome.warnings.empty());
}

TEST_F(ScrubberTest, RefusesByName) {
  Scrubber scrubber(metadataOnly(), builtInstallation(), disk_);
  const std::string_view document = "%PDF-1.7\n";
  disk_.files["/in/scan.pdf"] = Bytes(document.begin(), document.end());
  const auto outcome = scrubber.clean("/in/scan.pdf", target());
  EXPECT_EQ(outcome.status, OutcomeStatus::refused);
  ASSERT_TRUE(outcome.error);
  EXPECT_THAT(outcome.error->message, testing::HasSubstr("PDF"));
  EXPECT_EQ(scrubber.clean("/in/nothing.jpg", target()).status, OutcomeStatus::failed);
  EXPECT_EQ(outputs(), 1u);
}

// Promise 3: whichever call of the disk fails, there is no output and the input is untouched.
TEST_F(ScrubberTest, LeavesNothingBehindWhenTheDiskFails) {
  const auto original = disk_.files["/in/phone.jpg"];
  unsigned failures = 0;
  for (unsigned call = 0; call < 100; ++call) {
    test::FailingFileStore failing(disk_, call);
    Scrubber scrubber(metadataOnly(), builtInstallation(), failing);
    const auto outcome = scrubber.clean("/in/phone.jpg", target());
    EXPECT_EQ(disk_.files["/in/phone.jpg"], original);
    if (!failing.failed()) {
      EXPECT_EQ(outcome.status, OutcomeStatus::cleaned);
      EXPECT_GT(failures, 4u);
      return;
    }
    // A failed look for an existing file is not fatal; everything else is.
    if (outcome.error) {
      ++failures;
      EXPECT_EQ(outcome.status, OutcomeStatus::failed) << call;
      EXPECT_FALSE(outcome.output);
      EXPECT_FALSE(outcome.verified);
      EXPECT_EQ(outputs(), 0u) << call;
    } else {
      disk_.files.erase(*outcome.output);
    }
  }
  FAIL() << "never got through";
}

// Promise 2: what counts is what was saved, not what was meant to be.
TEST_F(ScrubberTest, NoticesWhatOnlyTheSavedBytesShow) {
  using How = test::TamperingFileStore::How;
  for (const auto how : {How::append, How::flipLast}) {
    test::TamperingFileStore tampering(disk_, how);
    Scrubber scrubber(metadataOnly(), builtInstallation(), tampering);
    const auto outcome = scrubber.clean("/in/phone.jpg", target());
    EXPECT_EQ(outcome.status, OutcomeStatus::failed);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code, ErrorCode::leak);
    EXPECT_FALSE(outcome.verified);
    EXPECT_EQ(outputs(), 0u);
  }
}

TEST_F(ScrubberTest, GoesOnWithoutTheMetadataWorker) {
  auto installation = builtInstallation();
  installation.metadataWorker = "/bin/false";
  Scrubber scrubber(metadataOnly(), installation, disk_);
  const auto outcome = scrubber.clean("/in/phone.jpg", target());
  EXPECT_EQ(outcome.status, OutcomeStatus::cleaned);
  EXPECT_FALSE(outcome.inventoryComplete);
  EXPECT_TRUE(outcome.verified);
  EXPECT_FALSE(outcome.warnings.empty());
  EXPECT_TRUE(formats::formatFor(outcome.type)->audit(disk_.files[*outcome.output], {}).ok());
}

TEST_F(ScrubberTest, FailsWithoutTheVisionWorker) {
  auto installation = builtInstallation();
  installation.visionWorker = "/bin/false";
  Scrubber scrubber(ScrubOptions{}, installation, disk_);
  EXPECT_EQ(scrubber.clean("/in/phone.jpg", target()).status, OutcomeStatus::failed);
  EXPECT_EQ(outputs(), 0u);
}

ScrubOptions covering(std::initializer_list<detect::RegionKind> kinds) {
  ScrubOptions options;
  for (const auto kind : kinds)
    options.policy.actions[static_cast<std::size_t>(kind)].fill(policy::Action::redact);
  return options;
}

TEST_F(ScrubberTest, CoversWhatWasAskedFor) {
  const auto options = covering({detect::RegionKind::text, detect::RegionKind::identifier});
  Scrubber scrubber(options, builtInstallation(), disk_);
  const auto outcome = scrubber.clean("/in/ward.jpg", target());
  ASSERT_TRUE(outcome.output) << (outcome.error ? outcome.error->describe(true) : "");
  EXPECT_TRUE(outcome.verified);
  EXPECT_TRUE(outcome.lookedAgain);
  EXPECT_EQ(outcome.outside, redact::Outside::identical);
  EXPECT_FALSE(outcome.regions.empty());
  for (const auto& judged : outcome.regions)
    EXPECT_TRUE(judged.redacted || judged.action != policy::Action::redact);
  EXPECT_NE(disk_.files[*outcome.output].size(), disk_.files["/in/ward.jpg"].size());
}

TEST_F(ScrubberTest, CoversAMarkedBoxWithoutLooking) {
  auto options = metadataOnly();
  Decision box;
  box.region.box = {10, 20, 100, 50};
  box.what = Decision::What::cover;
  options.marked = {box};
  Scrubber scrubber(options, builtInstallation(), disk_);
  const auto outcome = scrubber.clean("/in/notes.png", target());
  ASSERT_TRUE(outcome.output) << (outcome.error ? outcome.error->describe(true) : "");
  ASSERT_EQ(outcome.regions.size(), 1u);
  EXPECT_TRUE(outcome.regions[0].redacted);
  EXPECT_FALSE(outcome.lookedAgain);

  options.marked[0].region.box = {100'000, 20, 10, 10};
  Scrubber outside(options, builtInstallation(), disk_);
  EXPECT_EQ(outside.clean("/in/notes.png", target()).status, OutcomeStatus::refused);
}

TEST_F(ScrubberTest, ABlockedPhotoHasNoCopyUntilAPersonHasDecided) {
  ScrubOptions options;
  options.policy.actions[static_cast<std::size_t>(detect::RegionKind::identifier)].fill(
      policy::Action::block);
  Scrubber scrubber(options, builtInstallation(), disk_);
  const auto held = scrubber.clean("/in/ward.jpg", target());
  EXPECT_EQ(held.status, OutcomeStatus::refused);
  ASSERT_TRUE(held.error);
  EXPECT_EQ(held.error->code, ErrorCode::refused);
  EXPECT_EQ(outputs(), 0u);
  EXPECT_EQ(scrubber.check("/in/ward.jpg").status, OutcomeStatus::needsReview);

  auto decided = covering({detect::RegionKind::identifier});
  Scrubber covers(decided, builtInstallation(), disk_);
  EXPECT_TRUE(covers.clean("/in/ward.jpg", target()).output);
}

TEST_F(ScrubberTest, RefusesWhatThePolicyDoesNotAccept) {
  auto options = metadataOnly();
  options.policy.accept = {formats::FileType::jpeg};
  Scrubber scrubber(options, builtInstallation(), disk_);
  EXPECT_EQ(scrubber.clean("/in/phone.jpg", target()).status, OutcomeStatus::cleaned);
  const auto refused = scrubber.clean("/in/notes.png", target());
  EXPECT_EQ(refused.status, OutcomeStatus::refused);
  EXPECT_EQ(refused.error->code, ErrorCode::refused);
}

TEST_F(ScrubberTest, RefusesTheBasicTierWhereThePolicyWantsAllDetectors) {
  auto installation = builtInstallation();
  installation.modelDir.clear();
  ScrubOptions options;
  options.policy.fullTier = true;
  Scrubber scrubber(options, installation, disk_);
  EXPECT_EQ(scrubber.clean("/in/notes.png", target()).status, OutcomeStatus::refused);
  EXPECT_EQ(outputs(), 0u);
}

// What the regions file of a check of this photo would say, with one change.
std::string regionsText(const Outcome& outcome, const std::string& change) {
  std::string text = "{\"input_sha256\":\"" + outcome.inputSha256 + "\",\"regions\":[";
  bool first = true;
  for (const auto& judged : outcome.regions) {
    const auto& box = judged.region.box;
    text += first ? "" : ",";
    first = false;
    text += "{\"kind\":\"" + std::string(detect::name(judged.region.kind)) + "\",\"box\":[" +
            std::to_string(box.x) + "," + std::to_string(box.y) + "," + std::to_string(box.width) +
            "," + std::to_string(box.height) + "]," + change + "}";
  }
  return text + "]}";
}

class DecidedTest : public ScrubberTest {
protected:
  Outcome decide(const std::string& text, ScrubOptions options = {}) {
    auto file = RegionsFile::read(text);
    EXPECT_TRUE(file.ok()) << (file.ok() ? "" : file.error().message);
    options.decided = std::make_shared<RegionsFile>(std::move(file).value());
    Scrubber scrubber(options, builtInstallation(), disk_);
    return scrubber.clean("/in/ward.jpg", target());
  }
  Outcome checked() {
    ScrubOptions options;
    options.hash = true;
    Scrubber scrubber(options, builtInstallation(), disk_);
    return scrubber.check("/in/ward.jpg");
  }
};

TEST_F(DecidedTest, ReleasedRegionsAreNotAskedAboutAgain) {
  const auto outcome = decide(regionsText(checked(), "\"released\":true"));
  EXPECT_EQ(outcome.status, OutcomeStatus::cleaned)
      << (outcome.error ? outcome.error->describe(true) : "");
  for (const auto& judged : outcome.regions)
    EXPECT_TRUE(judged.released);
}

TEST_F(DecidedTest, CoveredRegionsAreLookedForInTheCopy) {
  const auto before = checked();
  const auto outcome = decide(regionsText(before, "\"redacted\":true"));
  ASSERT_TRUE(outcome.output) << (outcome.error ? outcome.error->describe(true) : "");
  EXPECT_TRUE(outcome.lookedAgain);
  ASSERT_GE(outcome.regions.size(), before.regions.size());
  // With its band covered, the drawn hand can look like a person to a detector.
  for (const auto& judged : outcome.regions)
    EXPECT_TRUE(judged.redacted || judged.region.kind == detect::RegionKind::person);
}

TEST_F(DecidedTest, WhatTheFileLeavesOutIsFlaggedAgain) {
  auto checkedOutcome = checked();
  ASSERT_GT(checkedOutcome.regions.size(), 2u);
  checkedOutcome.regions.resize(1);
  const auto outcome = decide(regionsText(checkedOutcome, "\"redacted\":true"));
  EXPECT_EQ(outcome.status, OutcomeStatus::needsReview);
  EXPECT_GT(outcome.regions.size(), 1u);
}

TEST_F(DecidedTest, AFileOfAnotherPictureIsRefused) {
  auto other = checked();
  other.inputSha256 = std::string(64, 'a');
  const auto outcome = decide(regionsText(other, "\"released\":true"));
  EXPECT_EQ(outcome.status, OutcomeStatus::refused);
  EXPECT_EQ(outputs(), 0u);
}

TEST_F(DecidedTest, APersonCannotReleaseWhatALockedPolicyCovers) {
  auto options = covering({detect::RegionKind::identifier});
  options.policy.locked = true;
  const auto outcome = decide(regionsText(checked(), "\"released\":true"), options);
  ASSERT_TRUE(outcome.output) << (outcome.error ? outcome.error->describe(true) : "");
  int identifiers = 0;
  for (const auto& judged : outcome.regions)
    if (judged.region.kind == detect::RegionKind::identifier) {
      EXPECT_TRUE(judged.redacted);
      ++identifiers;
    }
  EXPECT_GT(identifiers, 0);
}

} // namespace
} // namespace photoscrub::scrub
