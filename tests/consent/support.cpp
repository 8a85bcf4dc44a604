#include "consent/support.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace photoscrub::consent::test {

std::string hashOf(char digit) {
  return std::string(64, digit);
}

Record record(const std::string& reference) {
  Record made;
  made.reference = reference;
  made.subject = "AB-17";
  made.sharedHow = "on the hospital's web site";
  made.sharedFor = "a story on the new ward";
  made.sharedWhere = "public, worldwide";
  made.signedOn = "2026-01-10";
  made.witnessedBy = "CD";
  made.expires = "2026-12-31";
  made.scopes = {{hashOf('a'), {10, 20, 300, 400}, std::nullopt}};
  return made;
}

Use use(const std::string& reference, const std::filesystem::path& output) {
  return {reference, hashOf('a'), hashOf('b'), output, "2026-11-21T14:03:05Z"};
}

OtherProgram::OtherProgram(const std::filesystem::path& file) {
  EXPECT_EQ(sqlite3_open(file.c_str(), &database_), SQLITE_OK);
}

OtherProgram::~OtherProgram() {
  EXPECT_EQ(sqlite3_close(database_), SQLITE_OK);
}

void OtherProgram::run(const std::string& sql) {
  EXPECT_EQ(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database_);
}

std::string OtherProgram::ask(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr), SQLITE_OK);
  std::string answer;
  if (sqlite3_step(statement) == SQLITE_ROW)
    if (const auto* text = sqlite3_column_text(statement, 0))
      answer = reinterpret_cast<const char*>(text);
  sqlite3_finalize(statement);
  return answer;
}

} // namespace photoscrub::consent::test
