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
  options.detect = false;
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

TEST_F(ScrubberTest, CoversWhatWasAskedFor) {
  ScrubOptions options;
  options.redact = {detect::RegionKind::text, detect::RegionKind::identifier};
  Scrubber scrubber(options, builtInstallation(), disk_);
  const auto outcome = scrubber.clean("/in/ward.jpg", target());
  ASSERT_TRUE(outcome.output) << (outcome.error ? outcome.error->describe(true) : "");
  EXPECT_TRUE(outcome.verified);
  EXPECT_FALSE(outcome.regions.empty());
  for (const auto& judged : outcome.regions)
    EXPECT_EQ(judged.redacted, options.redact.contains(judged.region.kind));
  EXPECT_NE(disk_.files[*outcome.output].size(), disk_.files["/in/ward.jpg"].size());
}

} // namespace
} // namespace photoscrub::scrub
