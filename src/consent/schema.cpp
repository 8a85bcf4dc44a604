#include "consent/schema.h"

#include <array>
#include <vector>

namespace photoscrub::consent {

namespace {

// Strict tables: a value of another type than the column's is an error. Dates as in Record; an
// empty text stands for "none".
constexpr const char* kRecords = R"(
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  subject TEXT NOT NULL,
  shared_how TEXT NOT NULL,
  shared_for TEXT NOT NULL,
  shared_where TEXT NOT NULL,
  signed_on TEXT NOT NULL,
  witnessed_by TEXT NOT NULL,
  expires TEXT NOT NULL,
  withdrawn_on TEXT NOT NULL
) STRICT)";

constexpr const char* kScopes = R"(
CREATE TABLE scope (
  record INTEGER NOT NULL REFERENCES record(id),
  position INTEGER NOT NULL,
  photo_sha256 TEXT NOT NULL,
  x INTEGER NOT NULL,
  y INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  kind TEXT,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID)";

// A path is bytes, not text: a file name need not be UTF-8.
constexpr const char* kUses = R"(
CREATE TABLE use (
  id INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record(id),
  photo_sha256 TEXT NOT NULL,
  output_sha256 TEXT NOT NULL,
  output BLOB NOT NULL,
  used_at TEXT NOT NULL
) STRICT)";

constexpr const char* kUsesByRecord = "CREATE INDEX use_by_record ON use(record)";

// The step at index i turns version i into version i + 1. A step that was released is never
// changed.
const std::array<std::vector<const char*>, kSchemaVersion> kSteps = {
    std::vector<const char*>{kRecords, kScopes}, std::vector<const char*>{kUses, kUsesByRecord}};

Status runSteps(const Database& database, std::int64_t from) {
  for (auto version = from; version < kSchemaVersion; ++version)
    for (const char* const sql : kSteps.at(static_cast<std::size_t>(version)))
      PHOTOSCRUB_CHECK(database.execute(sql));
  std::string mark = "PRAGMA user_version = ";
  return database.execute(mark += std::to_string(kSchemaVersion));
}

Result<std::int64_t> versionOf(const Database& database) {
  PHOTOSCRUB_TRY(version, database.number("PRAGMA user_version"));
  if (!version || *version < 1)
    return Error{ErrorCode::malformed, "This file is not a consent register", "user_version"};
  if (*version > kSchemaVersion)
    return Error{ErrorCode::unsupported,
                 "A newer photoscrub wrote this consent register; use that one",
                 "user_version " + std::to_string(*version)};
  return *version;
}

} // namespace

Result<Bytes> emptyRegister() {
  PHOTOSCRUB_TRY(database, Database::inMemory());
  std::string mark = "PRAGMA application_id = ";
  PHOTOSCRUB_CHECK(database.execute(mark += std::to_string(kApplicationId)));
  PHOTOSCRUB_CHECK(runSteps(database, 0));
  PHOTOSCRUB_TRY(image, database.image());
  // Read and write version 2: a write-ahead log (SQLite file format 1.3.3). Born with one, a
  // register never has to be changed over while others wait to use it.
  constexpr std::size_t kWriteVersion = 18, kReadVersion = 19;
  if (image.size() <= kReadVersion)
    return Error{ErrorCode::internal, "photoscrub made a mistake of its own", "empty image"};
  image[kWriteVersion] = image[kReadVersion] = 2;
  return image;
}

Status upgrade(const Database& database) {
  PHOTOSCRUB_TRY(found, versionOf(database));
  if (found == kSchemaVersion)
    return {};
  PHOTOSCRUB_TRY(transaction, Transaction::begin(database, Transaction::Kind::write));
  PHOTOSCRUB_TRY(now, versionOf(database)); // another program may have been quicker
  if (now < kSchemaVersion)
    PHOTOSCRUB_CHECK(runSteps(database, now));
  return transaction.commit();
}

} // namespace photoscrub::consent
