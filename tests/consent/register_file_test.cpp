/// The file itself: who may read it, what is beside it, and files that are something else.
#include "consent/register_file.h"
#include "consent/support.h"
#include "support/temporary_folder.h"

#include <fstream>
#include <iterator>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/statfs.h>

namespace photoscrub::consent {

namespace {

namespace fs = std::filesystem;
using photoscrub::test::TemporaryFolder;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

std::string bytesOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void put(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

mode_t modeOf(const fs::path& path) {
  struct stat info {};
  EXPECT_EQ(::stat(path.c_str(), &info), 0);
  return info.st_mode & 07777;
}

std::set<std::string> namesIn(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    names.insert(entry.path().filename());
  return names;
}

} // namespace

TEST(RegisterFile, IsItsOwnersAlone) {
  const TemporaryFolder folder;
  const auto file = folder / "new" / "deep" / "consent.db";
  ::umask(0);
  const auto kept = Register::open(file);
  ASSERT_TRUE(kept.ok()) << kept.error().describe(true);
  EXPECT_EQ(modeOf(folder / "new"), 0700u);
  EXPECT_EQ(modeOf(folder / "new" / "deep"), 0700u);
  ASSERT_TRUE(std::move(kept).value().all().ok());
  for (const auto& name : namesIn(folder / "new" / "deep"))
    EXPECT_EQ(modeOf(folder / "new" / "deep" / name), 0600u) << name;
  ASSERT_TRUE(kept.value().backUp(folder / "copy.db").ok());
  EXPECT_EQ(modeOf(folder / "copy.db"), 0600u);
}

TEST(RegisterFile, IsOneFileWhenNobodyHasItOpen) {
  const TemporaryFolder folder;
  {
    auto first = Register::open(folder / "consent.db");
    auto second = Register::open(folder / "consent.db");
    ASSERT_TRUE(first.value().add(test::record()).ok());
    ASSERT_TRUE(second.value().add(test::record("C-2")).ok());
  }
  EXPECT_THAT(namesIn(folder.path()), UnorderedElementsAre("consent.db"));
  EXPECT_THAT(bytesOf(folder / "consent.db"), HasSubstr("AB-17"));
}

TEST(RegisterFile, KeepsTheRightsThatATrustGaveIt) {
  const TemporaryFolder folder;
  { ASSERT_TRUE(Register::open(folder / "consent.db").ok()); }
  ::chmod((folder / "consent.db").c_str(), 0660);
  { ASSERT_TRUE(Register::open(folder / "consent.db").value().add(test::record()).ok()); }
  EXPECT_EQ(modeOf(folder / "consent.db"), 0660u);
}

TEST(RegisterFile, FollowsALink) {
  const TemporaryFolder folder;
  { ASSERT_TRUE(Register::open(folder / "real.db").ok()); }
  fs::create_symlink("real.db", folder / "link.db");
  { ASSERT_TRUE(Register::open(folder / "link.db").value().add(test::record()).ok()); }
  EXPECT_TRUE(Register::open(folder / "real.db").value().find("C-1").value().has_value());
  EXPECT_TRUE(fs::is_symlink(folder / "link.db"));
}

TEST(RegisterFile, ALinkThatLeadsNowhereIsAnError) {
  const TemporaryFolder folder;
  fs::create_symlink("nowhere.db", folder / "link.db");
  EXPECT_EQ(Register::open(folder / "link.db").error().code, ErrorCode::io);
  EXPECT_THAT(namesIn(folder.path()), UnorderedElementsAre("link.db"));
}

TEST(RegisterFile, MayHaveAnOddName) {
  const TemporaryFolder folder;
  const auto file = folder / "50% of?all#files \xC3\xA9\xFF.db";
  { ASSERT_TRUE(Register::open(file).value().add(test::record()).ok()); }
  const auto again = Register::open(file);
  ASSERT_TRUE(again.ok()) << again.error().describe(true);
  EXPECT_TRUE(again.value().find("C-1").value().has_value());
}

TEST(RegisterFile, LeavesOtherFilesAlone) {
  const TemporaryFolder folder;
  put(folder / "empty", "");
  put(folder / "letter.txt", "Dear all, ...");
  put(folder / "long.txt", std::string(10'000, 'x'));
  put(folder / "cut.db", "SQLite format 3");
  for (const std::string name : {"empty", "letter.txt", "long.txt", "cut.db"}) {
    const auto before = bytesOf(folder / name);
    const auto opened = Register::open(folder / name);
    ASSERT_FALSE(opened.ok()) << name;
    EXPECT_EQ(opened.error().code, ErrorCode::malformed) << name;
    EXPECT_EQ(opened.error().message, "This file is not a consent register") << name;
    EXPECT_EQ(bytesOf(folder / name), before) << name;
  }
  EXPECT_EQ(namesIn(folder.path()).size(), 4u);
}

TEST(RegisterFile, LeavesOtherProgramsDatabasesAlone) {
  for (const std::string mode : {"DELETE", "WAL"}) {
    const TemporaryFolder folder;
    const auto file = folder / "browser.db";
    {
      test::OtherProgram browser(file);
      browser.run("PRAGMA journal_mode = " + mode +
                  "; PRAGMA user_version = 1;"
                  "CREATE TABLE record (reference TEXT); INSERT INTO record VALUES ('mine')");
    }
    const auto before = bytesOf(file);
    const auto opened = Register::open(file);
    ASSERT_FALSE(opened.ok()) << mode;
    EXPECT_EQ(opened.error().code, ErrorCode::malformed) << mode;
    EXPECT_EQ(bytesOf(file), before) << mode;
    EXPECT_THAT(namesIn(folder.path()), UnorderedElementsAre("browser.db")) << mode;
  }
}

TEST(RegisterFile, IsNotMadeWhereOneIsExpected) {
  const TemporaryFolder folder;
  const auto opened = Register::openExisting(folder / "consent.db");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::io);
  EXPECT_TRUE(namesIn(folder.path()).empty());
  { ASSERT_TRUE(Register::open(folder / "consent.db").ok()); }
  EXPECT_TRUE(Register::openExisting(folder / "consent.db").ok());
}

TEST(RegisterFile, AFolderIsNoRegister) {
  const TemporaryFolder folder;
  EXPECT_EQ(Register::open(folder.path()).error().code, ErrorCode::malformed);
  EXPECT_EQ(Register::open("/dev/null").error().code, ErrorCode::malformed);
}

TEST(RegisterFile, DamageIsFoundAndNamed) {
  const TemporaryFolder folder;
  const auto file = folder / "consent.db";
  {
    auto kept = Register::open(file);
    for (int i = 0; i < 50; ++i)
      ASSERT_TRUE(kept.value().add(test::record("C-" + std::to_string(i))).ok());
  }
  const auto whole = bytesOf(file);
  constexpr std::size_t kPage = 4'096;
  ASSERT_GT(whole.size(), 4 * kPage);
  int found = 0;
  for (std::size_t page = 1; page * kPage < whole.size(); ++page) {
    auto bytes = whole;
    for (std::size_t i = 0; i < kPage; ++i)
      bytes[page * kPage + i] = '\xA5';
    put(file, bytes);
    const auto opened = Register::open(file);
    ASSERT_TRUE(opened.ok());
    const auto saved = opened.value().backUp(folder / "copy.db");
    ASSERT_FALSE(saved.ok()) << page;
    EXPECT_EQ(saved.error().code, ErrorCode::malformed) << saved.error().describe(true);
    if (const auto all = opened.value().all(); !all.ok()) {
      ++found;
      EXPECT_EQ(all.error().code, ErrorCode::malformed) << all.error().describe(true);
    }
  }
  EXPECT_GT(found, 2);
  EXPECT_THAT(namesIn(folder.path()), UnorderedElementsAre("consent.db"));
}

TEST(RegisterFile, RowsThatBreakTheRulesAreDamage) {
  const std::pair<const char*, const char*> kCases[] = {
      {"kind", "UPDATE scope SET kind = 'faces'"},
      {"box", "UPDATE scope SET x = 99999999999"},
      {"negative", "UPDATE scope SET width = -3"},
      {"photo", "UPDATE scope SET photo_sha256 = ''"},
      {"day", "UPDATE record SET expires = '9999-99-99'"},
      {"withdrawal", "UPDATE record SET withdrawn_on = ' '"},
      {"text", "UPDATE record SET subject = char(27)"},
      {"scopes", "DELETE FROM scope"}};
  for (const auto& [what, change] : kCases) {
    const TemporaryFolder folder;
    auto kept = Register::open(folder / "consent.db");
    ASSERT_TRUE(kept.value().add(test::record()).ok());
    test::OtherProgram(folder / "consent.db").run(change);
    const auto found = kept.value().find("C-1");
    ASSERT_FALSE(found.ok()) << what;
    EXPECT_EQ(found.error().code, ErrorCode::malformed) << what;
    EXPECT_FALSE(kept.value().claim(test::use(), "2026-11-21").ok()) << what;
  }
}

TEST(RegisterFile, ATriggerInItDoesNotRun) {
  const TemporaryFolder folder;
  { ASSERT_TRUE(Register::open(folder / "consent.db").ok()); }
  test::OtherProgram(folder / "consent.db")
      .run("CREATE TRIGGER keep AFTER UPDATE ON record BEGIN "
           "UPDATE record SET withdrawn_on = ''; END");
  auto kept = Register::open(folder / "consent.db");
  ASSERT_TRUE(kept.value().add(test::record()).ok());
  ASSERT_TRUE(kept.value().withdraw("C-1", "2026-11-21").ok());
  EXPECT_EQ(kept.value().find("C-1").value()->withdrawnOn, "2026-11-21");
}

TEST(RegisterFile, KnowsNetworkDisks) {
  EXPECT_TRUE(isNetworkDisk(0x6969));                       // NFS
  EXPECT_TRUE(isNetworkDisk(0xFF534D42));                   // CIFS
  EXPECT_TRUE(isNetworkDisk(static_cast<int>(0xFE534D42))); // SMB 2, where long has 32 bits
  EXPECT_FALSE(isNetworkDisk(0xEF53));                      // ext4
  EXPECT_FALSE(isNetworkDisk(0x01021994));                  // tmpfs
}

} // namespace photoscrub::consent
