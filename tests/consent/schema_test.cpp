#include "consent/register_file.h"
#include "consent/schema.h"
#include "consent/support.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub::consent {

namespace {

using photoscrub::test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;

// A register as version 1 of the schema had it, before uses were written down.
void makeVersion1(const std::filesystem::path& file) {
  test::OtherProgram old(file);
  old.run("PRAGMA application_id = 0x50534352; PRAGMA user_version = 1;"
          "CREATE TABLE record (id INTEGER PRIMARY KEY, reference TEXT NOT NULL UNIQUE,"
          " subject TEXT NOT NULL, shared_how TEXT NOT NULL, shared_for TEXT NOT NULL,"
          " shared_where TEXT NOT NULL, signed_on TEXT NOT NULL, witnessed_by TEXT NOT NULL,"
          " expires TEXT NOT NULL, withdrawn_on TEXT NOT NULL) STRICT;"
          "CREATE TABLE scope (record INTEGER NOT NULL REFERENCES record(id),"
          " position INTEGER NOT NULL, photo_sha256 TEXT NOT NULL, x INTEGER NOT NULL,"
          " y INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, kind TEXT,"
          " PRIMARY KEY (record, position)) STRICT, WITHOUT ROWID;"
          "INSERT INTO record VALUES (1, 'C-1', 'AB-17', 'on the hospital''s web site',"
          " 'a story on the new ward', 'public, worldwide', '2026-01-10', 'CD', '2026-12-31', '');"
          "INSERT INTO scope VALUES (1, 0, '" +
          test::hashOf('a') + "', 10, 20, 300, 400, NULL)");
}

} // namespace

TEST(Schema, AnOlderRegisterIsBroughtUpToDate) {
  const TemporaryFolder folder;
  const auto file = folder / "consent.db";
  makeVersion1(file);
  {
    auto kept = Register::open(file);
    ASSERT_TRUE(kept.ok()) << kept.error().describe(true);
    EXPECT_THAT(kept.value().all().value(), ElementsAre(test::record()));
    EXPECT_TRUE(kept.value().claim(test::use(), "2026-11-21").ok());
  }
  test::OtherProgram look(file);
  EXPECT_EQ(look.ask("PRAGMA user_version"), "2");
  EXPECT_EQ(look.ask("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(look.ask("SELECT count(*) FROM use"), "1");
}

TEST(Schema, ANewRegisterNeedNotBeChangedOver) {
  const TemporaryFolder folder;
  ASSERT_TRUE(ensureRegister(folder / "consent.db").ok());
  EXPECT_EQ(test::OtherProgram(folder / "consent.db").ask("PRAGMA journal_mode"), "wal");
}

TEST(Schema, UpgradedAndNewRegistersAreAlike) {
  const TemporaryFolder folder;
  makeVersion1(folder / "old.db");
  { ASSERT_TRUE(Register::open(folder / "old.db").ok()); }
  { ASSERT_TRUE(Register::open(folder / "new.db").ok()); }
  // Spaces and line breaks of the text that made a table are kept and mean nothing.
  const char* const sql =
      "SELECT group_concat(replace(replace(replace(sql, ' ', ''), char(10), ''),"
      " '\"', ''), ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)";
  test::OtherProgram old(folder / "old.db"), fresh(folder / "new.db");
  EXPECT_EQ(old.ask(sql), fresh.ask(sql));
  EXPECT_THAT(fresh.ask(sql), HasSubstr("CREATETABLEuse"));
}

TEST(Schema, AnUpgradeThatFailsChangesNothing) {
  const TemporaryFolder folder;
  const auto file = folder / "consent.db";
  makeVersion1(file);
  test::OtherProgram(file).run("CREATE TABLE use_by_record (x)"); // the index wants that name
  EXPECT_FALSE(Register::open(file).ok());
  test::OtherProgram look(file);
  EXPECT_EQ(look.ask("PRAGMA user_version"), "1");
  EXPECT_EQ(look.ask("SELECT count(*) FROM sqlite_schema WHERE name = 'use'"), "0");
}

TEST(Schema, ANewerRegisterIsRefusedAndLeftAlone) {
  const TemporaryFolder folder;
  const auto file = folder / "consent.db";
  { ASSERT_TRUE(Register::open(file).value().add(test::record()).ok()); }
  test::OtherProgram(file).run("PRAGMA user_version = 3");
  const auto opened = Register::open(file);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::unsupported);
  EXPECT_THAT(opened.error().message, HasSubstr("newer photoscrub"));
  EXPECT_EQ(test::OtherProgram(file).ask("PRAGMA user_version"), "3");
}

TEST(Schema, AVersionThatNeverWasIsNoRegister) {
  const TemporaryFolder folder;
  const auto file = folder / "consent.db";
  for (const char* const version : {"0", "-1"}) {
    {
      test::OtherProgram other(file);
      other.run("PRAGMA application_id = 0x50534352; CREATE TABLE IF NOT EXISTS t (x);");
      other.run(std::string("PRAGMA user_version = ") + version);
    }
    EXPECT_EQ(Register::open(file).error().code, ErrorCode::malformed) << version;
  }
}

} // namespace photoscrub::consent
