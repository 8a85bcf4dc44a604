/// The one file that speaks to SQLite: a database file, statements and transactions, strict about
/// what a file may do to the program that opens it. Values go into statements by binding only.
///
/// Not thread-safe: a Database and its statements belong to one thread. Errors speak of "the
/// consent register" and hold no value of it; SQLite's own name of the cause is the detail.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace photoscrub::consent {

/// Error::detail where a row breaks a rule of its table that its key is the only one.
inline constexpr std::string_view kKeyTaken = "SQLite: key taken";

class Statement {
public:
  Statement(sqlite3* database, sqlite3_stmt* statement) : database_(database), made_(statement) {}

  /// Values for the question marks, from the left. A failure is told by the next step.
  Statement& integer(std::int64_t value);
  Statement& text(std::string_view value);
  Statement& blob(std::string_view value);
  Statement& null();

  /// True: there is a row to read. Errors: io, malformed, internal.
  Result<bool> step();
  /// A statement that has no rows to read.
  Status run();

  /// Columns of the row, from 0. An empty text stands for NULL too.
  std::int64_t integerAt(int column) const;
  std::string textAt(int column) const;
  bool nullAt(int column) const;

private:
  struct Finish {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement& bound(int status);

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finish> made_;
  int parameters_ = 0;
  int failure_ = 0;
};

class Database {
public:
  /// What the file's first page says, read without a lock and without touching the file or anything
  /// beside it.
  struct Label {
    std::int64_t application = 0;
    std::int64_t version = 0;
  };
  /// Errors: malformed (not an SQLite database), io.
  static Result<Label> labelOf(const std::filesystem::path& file);

  /// Opens a file that exists for reading and writing; waits up to `patience` where another program
  /// has it. Errors: io, malformed.
  static Result<Database> open(const std::filesystem::path& file,
                               std::chrono::milliseconds patience);
  /// A database without a file.
  static Result<Database> inMemory();
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) = delete;

  Result<Statement> prepare(std::string_view sql) const;
  /// One statement without values and rows.
  Status execute(std::string_view sql) const;
  /// The first column of the first row; nothing where there is no row.
  Result<std::optional<std::int64_t>> number(std::string_view sql) const;
  /// As number().
  Result<std::optional<std::string>> word(std::string_view sql) const;
  /// The rows' id of the last INSERT.
  std::int64_t lastId() const;
  /// The whole database as the bytes of one file, as of one moment.
  Result<Bytes> image() const;

private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  struct Patience;
  using Handle = std::unique_ptr<sqlite3, Close>;
  explicit Database(Handle handle);
  static Result<Handle> openHandle(const std::string& name, int flags);
  Status harden() const;
  void waitUpTo(std::chrono::milliseconds patience);

  std::unique_ptr<Patience> patience_; ///< outlives handle_, which asks it
  Handle handle_;
};

/// Everything between begin() and commit(), or nothing of it.
class Transaction {
public:
  enum class Kind {
    read, ///< sees the register as of one moment
    write ///< the only one that writes; waits its turn
  };
  static Result<Transaction> begin(const Database& database, Kind kind);
  ~Transaction();
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;

  /// When this returns success, what was written is on the disk.
  Status commit();

private:
  explicit Transaction(const Database& database) : database_(&database) {}
  const Database* database_;
};

} // namespace photoscrub::consent
