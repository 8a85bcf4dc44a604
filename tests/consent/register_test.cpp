#include "consent/register.h"
#include "consent/support.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::consent {

namespace {

using photoscrub::test::TemporaryFolder;
using test::hashOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class RegisterTest : public testing::Test {
protected:
  Register open() {
    auto opened = Register::open(file());
    EXPECT_TRUE(opened.ok()) << opened.error().describe(true);
    return std::move(opened).value();
  }
  std::filesystem::path file() const { return folder_ / "consent.db"; }

  TemporaryFolder folder_;
};

} // namespace

TEST_F(RegisterTest, ANewOneIsEmpty) {
  auto kept = open();
  EXPECT_THAT(kept.all().value(), IsEmpty());
  EXPECT_FALSE(kept.find("C-1").value().has_value());
  EXPECT_THAT(kept.usesOf("C-1").value(), IsEmpty());
}

TEST_F(RegisterTest, KeepsWhatIsAdded) {
  auto second = test::record("A-2");
  second.scopes.push_back({hashOf('c'), {0, 0, 1, 1}, detect::RegionKind::badge});
  {
    auto kept = open();
    ASSERT_TRUE(kept.add(test::record()).ok());
    ASSERT_TRUE(kept.add(second).ok());
  }
  auto again = open();
  EXPECT_EQ(again.find("A-2").value(), second);
  EXPECT_THAT(again.all().value(), ElementsAre(second, test::record()));
}

TEST_F(RegisterTest, AReferenceIsTakenOnce) {
  auto kept = open();
  ASSERT_TRUE(kept.add(test::record()).ok());
  auto other = test::record();
  other.subject = "someone else";
  const auto added = kept.add(other);
  ASSERT_FALSE(added.ok());
  EXPECT_EQ(added.error().code, ErrorCode::io);
  EXPECT_THAT(added.error().message, HasSubstr("already"));
  EXPECT_EQ(kept.find("C-1").value(), test::record());
}

TEST_F(RegisterTest, ARecordThatBreaksARuleIsNotAdded) {
  auto kept = open();
  auto record = test::record();
  record.signedOn = "2026-02-30";
  EXPECT_EQ(kept.add(record).error().code, ErrorCode::malformed);
  EXPECT_THAT(kept.all().value(), IsEmpty());
}

TEST_F(RegisterTest, AQuoteIsJustALetter) {
  auto record = test::record("C'); DROP TABLE record; --");
  auto kept = open();
  ASSERT_TRUE(kept.add(record).ok());
  EXPECT_EQ(kept.find(record.reference).value(), record);
  EXPECT_FALSE(kept.find("' OR 1=1 --").value().has_value());
}

TEST_F(RegisterTest, StandsAsItsDatesSay) {
  const auto record = test::record();
  EXPECT_EQ(standingOn(record, "2026-01-09"), Standing::notYetSigned);
  EXPECT_EQ(standingOn(record, "2026-01-10"), Standing::valid);
  EXPECT_EQ(standingOn(record, "2026-12-31"), Standing::valid);
  EXPECT_EQ(standingOn(record, "2027-01-01"), Standing::expired);
  auto endless = record;
  endless.expires.clear();
  EXPECT_EQ(standingOn(endless, "2999-12-31"), Standing::valid);
  auto withdrawn = record;
  withdrawn.withdrawnOn = "2026-06-01";
  EXPECT_EQ(standingOn(withdrawn, "2026-02-01"), Standing::withdrawn);
}

TEST_F(RegisterTest, ClaimsAreKeptAndListedInTheirOrder) {
  const auto first = test::use("C-1", "/out/b.jpg"), second = test::use("C-1", "/out/\xFF a.jpg");
  {
    auto kept = open();
    ASSERT_TRUE(kept.add(test::record()).ok());
    ASSERT_TRUE(kept.add(test::record("C-2")).ok());
    ASSERT_TRUE(kept.claim(first, "2026-11-21").ok());
    ASSERT_TRUE(kept.claim(test::use("C-2"), "2026-11-21").ok());
    ASSERT_TRUE(kept.claim(second, "2026-11-21").ok());
  }
  EXPECT_THAT(open().usesOf("C-1").value(), ElementsAre(first, second));
}

TEST_F(RegisterTest, AClaimNeedsAConsentThatHolds) {
  auto kept = open();
  ASSERT_TRUE(kept.add(test::record()).ok());
  ASSERT_TRUE(kept.add(test::record("C-2")).ok());
  ASSERT_TRUE(kept.withdraw("C-2", "2026-11-20").ok());
  auto otherPhoto = test::use();
  otherPhoto.photoSha256 = hashOf('d');
  const std::tuple<Use, std::string, const char*> cases[] = {
      {test::use("C-9"), "2026-11-21", "unknown reference"},
      {test::use("C-2"), "2026-11-21", "withdrawn"},
      {test::use("C-1"), "2027-01-01", "expired"},
      {test::use("C-1"), "2026-01-09", "not yet signed"},
      {otherPhoto, "2026-11-21", "out of scope"}};
  for (const auto& [use, day, why] : cases) {
    const auto claimed = kept.claim(use, day);
    ASSERT_FALSE(claimed.ok()) << why;
    EXPECT_EQ(claimed.error().code, ErrorCode::refused) << why;
    EXPECT_EQ(claimed.error().detail, why);
  }
  EXPECT_THAT(kept.usesOf("C-1").value(), IsEmpty());
  EXPECT_THAT(kept.usesOf("C-2").value(), IsEmpty());
}

TEST_F(RegisterTest, AClaimNeedsADayAndAWholeUse) {
  auto kept = open();
  ASSERT_TRUE(kept.add(test::record()).ok());
  EXPECT_EQ(kept.claim(test::use(), "").error().code, ErrorCode::malformed);
  auto use = test::use();
  use.output = "relative.jpg";
  EXPECT_EQ(kept.claim(use, "2026-11-21").error().code, ErrorCode::malformed);
}

TEST_F(RegisterTest, AWithdrawalNamesWhatReliedOnIt) {
  auto kept = open();
  ASSERT_TRUE(kept.add(test::record()).ok());
  ASSERT_TRUE(kept.claim(test::use(), "2026-11-21").ok());
  EXPECT_THAT(kept.withdraw("C-1", "2026-11-22").value(), ElementsAre(test::use()));
  EXPECT_EQ(kept.find("C-1").value()->withdrawnOn, "2026-11-22");
  EXPECT_THAT(kept.withdraw("C-1", "2026-11-30").value(), ElementsAre(test::use()));
  EXPECT_EQ(kept.find("C-1").value()->withdrawnOn, "2026-11-22");
}

TEST_F(RegisterTest, AWithdrawalNeedsAReferenceAndADay) {
  auto kept = open();
  ASSERT_TRUE(kept.add(test::record()).ok());
  EXPECT_EQ(kept.withdraw("C-9", "2026-11-22").error().code, ErrorCode::malformed);
  EXPECT_EQ(kept.withdraw("C-1", "tomorrow").error().code, ErrorCode::malformed);
  EXPECT_EQ(kept.find("C-1").value()->withdrawnOn, "");
}

TEST_F(RegisterTest, ABackUpHoldsEverythingOfThatMoment) {
  const auto copy = folder_ / "copy.db";
  auto kept = open();
  ASSERT_TRUE(kept.add(test::record()).ok());
  ASSERT_TRUE(kept.claim(test::use(), "2026-11-21").ok());
  ASSERT_TRUE(kept.backUp(copy).ok());
  ASSERT_TRUE(kept.add(test::record("C-2")).ok());

  auto restored = Register::open(copy);
  ASSERT_TRUE(restored.ok()) << restored.error().describe(true);
  EXPECT_THAT(restored.value().all().value(), ElementsAre(test::record()));
  EXPECT_THAT(restored.value().usesOf("C-1").value(), ElementsAre(test::use()));
  ASSERT_TRUE(restored.value().add(test::record("C-3")).ok());
  EXPECT_FALSE(kept.find("C-3").value().has_value());
}

TEST_F(RegisterTest, ABackUpNeverOverwrites) {
  auto kept = open();
  EXPECT_EQ(kept.backUp(file()).error().code, ErrorCode::io);
  EXPECT_TRUE(kept.add(test::record()).ok());
  EXPECT_THAT(open().all().value(), ElementsAre(test::record()));
}

TEST_F(RegisterTest, OneThatIsLockedSaysSo) {
  open();
  test::OtherProgram other(file());
  other.run("BEGIN IMMEDIATE");
  auto kept = Register::open(file(), std::chrono::milliseconds(1));
  ASSERT_TRUE(kept.ok());
  const auto added = kept.value().add(test::record());
  ASSERT_FALSE(added.ok());
  EXPECT_EQ(added.error().code, ErrorCode::io);
  EXPECT_THAT(added.error().message, HasSubstr("in use by another program"));
  EXPECT_THAT(kept.value().all().value(), IsEmpty());
  other.run("ROLLBACK");
  EXPECT_TRUE(kept.value().add(test::record()).ok());
}

} // namespace photoscrub::consent
