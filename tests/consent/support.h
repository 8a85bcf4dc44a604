/// Records made for tests, and a second way into a register: SQLite itself.
#pragma once

#include "consent/register.h"

#include <string>

struct sqlite3;

namespace photoscrub::consent::test {

/// 64 times the same digit.
std::string hashOf(char digit);

/// A consent that holds from 2026-01-10 to 2026-12-31, for one box of the photo hashOf('a').
Record record(const std::string& reference = "C-1");
Use use(const std::string& reference = "C-1", const std::filesystem::path& output = "/out/a.jpg");

/// A connection of its own, without any of photoscrub's settings. Fails the test on an error.
class OtherProgram {
public:
  explicit OtherProgram(const std::filesystem::path& file);
  ~OtherProgram();
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;

  /// Any number of statements.
  void run(const std::string& sql);
  /// The first column of the first row.
  std::string ask(const std::string& sql);

private:
  sqlite3* database_ = nullptr;
};

} // namespace photoscrub::consent::test
