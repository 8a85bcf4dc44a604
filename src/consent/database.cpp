#include "consent/database.h"

#include <limits>
#include <thread>
#include <utility>

#include <sqlite3.h>

namespace photoscrub::consent {

namespace {

// The register's texts are limited to far less (record_rules.cpp).
constexpr int kMaxValueBytes = 1 << 20;

std::string detailOf(int status) {
  std::string detail = "SQLite: ";
  detail += sqlite3_errstr(status);
  detail += " (";
  detail += std::to_string(status);
  return detail += ")";
}

// `status` is an extended result code (SQLite, "Result and Error Codes").
Error errorOf(int status, SourceLine where = SourceLine::current()) {
  const auto make = [&](ErrorCode code, const char* message) {
    return Error{code, message, detailOf(status), {}, where};
  };
  if (status == SQLITE_CONSTRAINT_UNIQUE || status == SQLITE_CONSTRAINT_PRIMARYKEY)
    return {ErrorCode::io,
            "The consent register has such an entry already",
            std::string(kKeyTaken),
            {},
            where};
  switch (status & 0xFF) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
  case SQLITE_PROTOCOL:
    return make(ErrorCode::io,
                "The consent register is in use by another program; try again in a moment");
  case SQLITE_READONLY:
  case SQLITE_PERM:
    return make(ErrorCode::io, "You are not allowed to write to the consent register");
  case SQLITE_CANTOPEN:
  case SQLITE_AUTH:
    return make(ErrorCode::io, "The consent register cannot be opened");
  case SQLITE_FULL:
    return make(ErrorCode::io, "There is not enough room left on the disk");
  case SQLITE_NOTADB:
    return make(ErrorCode::malformed, "This file is not a consent register");
  case SQLITE_CORRUPT:
    return make(ErrorCode::malformed,
                "The consent register is damaged; put its last back-up in its place");
  case SQLITE_IOERR:
  case SQLITE_NOMEM:
    return make(ErrorCode::io, "The consent register cannot be read or written");
  default:
    return make(ErrorCode::internal, "photoscrub made a mistake of its own");
  }
}

// RFC 3986, 3.3: every byte of the path but those that mean themselves as %XX.
std::string uriOf(const std::filesystem::path& file) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char letter : file.string()) {
    const auto byte = static_cast<unsigned char>(letter);
    if (kPlain.find(letter) != std::string_view::npos)
      uri += letter;
    else
      (uri += '%').append({kDigits[byte >> 4], kDigits[byte & 0xF]});
  }
  return uri;
}

int lengthOf(std::string_view text) {
  // Longer than any limit; SQLite then says SQLITE_TOOBIG.
  return text.size() > kMaxValueBytes ? std::numeric_limits<int>::max()
                                      : static_cast<int>(text.size());
}

} // namespace

// ---------------------------------------------------------------------- Statement

void Statement::Finish::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Statement& Statement::bound(int status) {
  if (failure_ == SQLITE_OK)
    failure_ = status;
  return *this;
}

Statement& Statement::integer(std::int64_t value) {
  return bound(sqlite3_bind_int64(made_.get(), ++parameters_, value));
}

Statement& Statement::text(std::string_view value) {
  const char* const begin = value.empty() ? "" : value.data();
  return bound(
      sqlite3_bind_text(made_.get(), ++parameters_, begin, lengthOf(value), SQLITE_TRANSIENT));
}

Statement& Statement::blob(std::string_view value) {
  const char* const begin = value.empty() ? "" : value.data();
  return bound(
      sqlite3_bind_blob(made_.get(), ++parameters_, begin, lengthOf(value), SQLITE_TRANSIENT));
}

Statement& Statement::null() {
  return bound(sqlite3_bind_null(made_.get(), ++parameters_));
}

Result<bool> Statement::step() {
  if (failure_ != SQLITE_OK)
    return errorOf(failure_);
  const int status = sqlite3_step(made_.get());
  if (status == SQLITE_ROW)
    return true;
  if (status == SQLITE_DONE)
    return false;
  return errorOf(sqlite3_extended_errcode(database_));
}

Status Statement::run() {
  PHOTOSCRUB_TRY(row, step());
  if (row)
    return errorOf(SQLITE_MISUSE);
  return {};
}

std::int64_t Statement::integerAt(int column) const {
  return sqlite3_column_int64(made_.get(), column);
}

std::string Statement::textAt(int column) const {
  const void* const bytes = sqlite3_column_blob(made_.get(), column);
  const int length = sqlite3_column_bytes(made_.get(), column);
  if (bytes == nullptr || length <= 0)
    return {};
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(length)};
}

bool Statement::nullAt(int column) const {
  return sqlite3_column_type(made_.get(), column) == SQLITE_NULL;
}

// ---------------------------------------------------------------------- Database

struct Database::Patience {
  std::chrono::milliseconds most;
  std::chrono::steady_clock::time_point since;

  // Asked before each new attempt at a lock. SQLite's own handler sleeps up to 100 ms at a time,
  // and somebody who waits so long hardly ever gets the lock between others who do not: a
  // withdrawal would come behind every claim. 1 to 4 ms, so that those who wait do not keep step.
  static int wait(void* self, int attempts) {
    auto& patience = *static_cast<Patience*>(self);
    const auto now = std::chrono::steady_clock::now();
    if (attempts == 0)
      patience.since = now;
    if (now - patience.since >= patience.most)
      return 0;
    const auto spread = (now.time_since_epoch().count() / 64) % 4;
    std::this_thread::sleep_for(std::chrono::milliseconds(1 + spread));
    return 1;
  }
};

Database::Database(Handle handle) : handle_(std::move(handle)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;

void Database::waitUpTo(std::chrono::milliseconds patience) {
  patience_ = std::make_unique<Patience>(Patience{patience, {}});
  sqlite3_busy_handler(handle_.get(), Patience::wait, patience_.get());
}

void Database::Close::operator()(sqlite3* database) const {
  // The last one to close brings what is in the -wal file into the register and removes -wal and
  // -shm, so that one file remains.
  sqlite3_close_v2(database);
}

Result<Database::Handle> Database::openHandle(const std::string& name, int flags) {
  sqlite3* opened = nullptr;
  const int status = sqlite3_open_v2(
      name.c_str(), &opened,
      flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE, nullptr);
  Handle handle(opened); // there is one after most errors too
  if (status != SQLITE_OK)
    return errorOf(status);
  return handle;
}

Result<Database::Label> Database::labelOf(const std::filesystem::path& file) {
  // Not by reading the file ourselves: closing any descriptor of a file drops the locks that this
  // process holds on it through another one (fcntl(2), POSIX locks). SQLite minds that.
  PHOTOSCRUB_TRY(handle,
                 openHandle(uriOf(file) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI));
  const Database database(std::move(handle));
  PHOTOSCRUB_TRY(application, database.number("PRAGMA application_id"));
  PHOTOSCRUB_TRY(version, database.number("PRAGMA user_version"));
  return Label{application.value_or(0), version.value_or(0)};
}

Result<Database> Database::open(const std::filesystem::path& file,
                                std::chrono::milliseconds patience) {
  PHOTOSCRUB_TRY(handle, openHandle(file.string(), SQLITE_OPEN_READWRITE));
  if (sqlite3_db_readonly(handle.get(), "main") != 0)
    return errorOf(SQLITE_READONLY);
  Database database(std::move(handle));
  database.waitUpTo(patience);
  PHOTOSCRUB_CHECK(database.harden());
  return database;
}

Result<Database> Database::inMemory() {
  PHOTOSCRUB_TRY(handle, openHandle(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  Database database(std::move(handle));
  PHOTOSCRUB_CHECK(database.harden());
  return database;
}

// A register is data that somebody else may have made ("Defense Against The Dark Arts", SQLite).
Status Database::harden() const {
  constexpr std::pair<int, int> kSwitches[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
      {SQLITE_DBCONFIG_ENABLE_FKEY, 1}};
  for (const auto& [what, value] : kSwitches)
    if (const int status = sqlite3_db_config(handle_.get(), what, value, nullptr);
        status != SQLITE_OK)
      return errorOf(status);
  constexpr std::pair<int, int> kLimits[] = {{SQLITE_LIMIT_LENGTH, kMaxValueBytes},
                                             {SQLITE_LIMIT_SQL_LENGTH, 10'000},
                                             {SQLITE_LIMIT_COLUMN, 100},
                                             {SQLITE_LIMIT_EXPR_DEPTH, 20},
                                             {SQLITE_LIMIT_COMPOUND_SELECT, 3},
                                             {SQLITE_LIMIT_VDBE_OP, 25'000},
                                             {SQLITE_LIMIT_FUNCTION_ARG, 8},
                                             {SQLITE_LIMIT_ATTACHED, 0},
                                             {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
                                             {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
                                             {SQLITE_LIMIT_WORKER_THREADS, 0}};
  for (const auto& [what, value] : kLimits)
    sqlite3_limit(handle_.get(), what, value);
  // Scratch data stays in memory: it would hold what the register holds.
  for (const char* const pragma :
       {"PRAGMA cell_size_check = ON", "PRAGMA mmap_size = 0", "PRAGMA temp_store = MEMORY",
        "PRAGMA secure_delete = ON", "PRAGMA synchronous = FULL"})
    PHOTOSCRUB_CHECK(number(pragma));
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* made = nullptr;
  const int status =
      sqlite3_prepare_v3(handle_.get(), sql.data(), lengthOf(sql), 0, &made, nullptr);
  if (status != SQLITE_OK)
    return errorOf(status);
  return Statement(handle_.get(), made);
}

Status Database::execute(std::string_view sql) const {
  PHOTOSCRUB_TRY(statement, prepare(sql));
  return statement.run();
}

Result<std::optional<std::int64_t>> Database::number(std::string_view sql) const {
  PHOTOSCRUB_TRY(statement, prepare(sql));
  PHOTOSCRUB_TRY(row, statement.step());
  return row ? std::optional(statement.integerAt(0)) : std::nullopt;
}

Result<std::optional<std::string>> Database::word(std::string_view sql) const {
  PHOTOSCRUB_TRY(statement, prepare(sql));
  PHOTOSCRUB_TRY(row, statement.step());
  return row ? std::optional(statement.textAt(0)) : std::nullopt;
}

std::int64_t Database::lastId() const {
  return sqlite3_last_insert_rowid(handle_.get());
}

Result<Bytes> Database::image() const {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, void (*)(void*)> bytes(
      sqlite3_serialize(handle_.get(), "main", &size, 0), sqlite3_free);
  if (!bytes)
    return errorOf(SQLITE_IOERR);
  return Bytes(bytes.get(), bytes.get() + size);
}

// ---------------------------------------------------------------------- Transaction

Result<Transaction> Transaction::begin(const Database& database, Kind kind) {
  PHOTOSCRUB_CHECK(database.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN"));
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) // a failure here leaves nothing behind: the file is closed unwritten
    static_cast<void>(database_->execute("ROLLBACK").ok());
}

Status Transaction::commit() {
  PHOTOSCRUB_CHECK(database_->execute("COMMIT"));
  database_ = nullptr;
  return {};
}

} // namespace photoscrub::consent
