#include "consent/record_rows.h"

#include "consent/record_rules.h"

#include <limits>

namespace photoscrub::consent {

namespace {

constexpr const char* kRecordColumns =
    "SELECT id, reference, subject, shared_how, shared_for, shared_where, signed_on, witnessed_by, "
    "expires, withdrawn_on FROM record ";

Error damaged(const char* what) {
  return {ErrorCode::malformed,
          "The consent register is damaged; put its last back-up in its place", what};
}

StoredRecord recordAt(const Statement& row) {
  StoredRecord stored;
  stored.id = row.integerAt(0);
  int column = 0;
  auto& record = stored.record;
  for (std::string* const field : {&record.reference, &record.subject, &record.sharedHow,
                                   &record.sharedFor, &record.sharedWhere, &record.signedOn,
                                   &record.witnessedBy, &record.expires, &record.withdrawnOn})
    *field = row.textAt(++column);
  return stored;
}

Result<Scope> scopeAt(const Statement& row) {
  Scope scope;
  scope.photoSha256 = row.textAt(0);
  int column = 0;
  for (int* const number : {&scope.box.x, &scope.box.y, &scope.box.width, &scope.box.height}) {
    const auto value = row.integerAt(++column);
    if (value < 0 || value > std::numeric_limits<int>::max())
      return damaged("box");
    *number = static_cast<int>(value);
  }
  if (row.nullAt(5))
    return scope;
  scope.kind = detect::regionKindFrom(row.textAt(5));
  // A kind that is not known must not turn into "face and body".
  if (!scope.kind)
    return damaged("kind");
  return scope;
}

// Whatever made the file: what leaves here keeps the rules that add() keeps.
Status complete(const Database& database, StoredRecord& stored) {
  PHOTOSCRUB_TRY(rows, database.prepare("SELECT photo_sha256, x, y, width, height, kind FROM scope "
                                        "WHERE record = ? ORDER BY position"));
  rows.integer(stored.id);
  for (;;) {
    PHOTOSCRUB_TRY(row, rows.step());
    if (!row)
      break;
    PHOTOSCRUB_TRY(scope, scopeAt(rows));
    stored.record.scopes.push_back(std::move(scope));
  }
  if (const auto checked = checkRecord(stored.record); !checked.ok())
    return damaged(checked.error().detail.c_str());
  return {};
}

} // namespace

Status insertRecord(const Database& database, const Record& record) {
  PHOTOSCRUB_TRY(insert,
                 database.prepare("INSERT INTO record (reference, subject, shared_how, shared_for, "
                                  "shared_where, signed_on, witnessed_by, expires, withdrawn_on) "
                                  "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
  for (const auto* const field : {&record.reference, &record.subject, &record.sharedHow,
                                  &record.sharedFor, &record.sharedWhere, &record.signedOn,
                                  &record.witnessedBy, &record.expires, &record.withdrawnOn})
    insert.text(*field);
  PHOTOSCRUB_CHECK(insert.run());
  const auto id = database.lastId();
  for (std::size_t i = 0; i < record.scopes.size(); ++i) {
    const auto& [photo, box, kind] = record.scopes[i];
    PHOTOSCRUB_TRY(row, database.prepare("INSERT INTO scope (record, position, photo_sha256, x, y, "
                                         "width, height, kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"));
    row.integer(id).integer(static_cast<std::int64_t>(i)).text(photo);
    row.integer(box.x).integer(box.y).integer(box.width).integer(box.height);
    if (kind)
      row.text(detect::name(*kind));
    else
      row.null();
    PHOTOSCRUB_CHECK(row.run());
  }
  return {};
}

Result<std::optional<StoredRecord>> selectRecord(const Database& database,
                                                 const std::string& reference) {
  PHOTOSCRUB_TRY(rows, database.prepare(std::string(kRecordColumns) + "WHERE reference = ?"));
  PHOTOSCRUB_TRY(found, rows.text(reference).step());
  if (!found)
    return std::optional<StoredRecord>();
  auto stored = recordAt(rows);
  PHOTOSCRUB_CHECK(complete(database, stored));
  return std::optional(std::move(stored));
}

Result<std::vector<Record>> selectRecords(const Database& database) {
  std::vector<Record> records;
  PHOTOSCRUB_TRY(rows, database.prepare(std::string(kRecordColumns) + "ORDER BY reference"));
  for (;;) {
    PHOTOSCRUB_TRY(row, rows.step());
    if (!row)
      return records;
    auto stored = recordAt(rows);
    PHOTOSCRUB_CHECK(complete(database, stored));
    records.push_back(std::move(stored.record));
  }
}

Status updateWithdrawal(const Database& database, std::int64_t id, const std::string& day) {
  PHOTOSCRUB_TRY(update, database.prepare("UPDATE record SET withdrawn_on = ? WHERE id = ?"));
  return update.text(day).integer(id).run();
}

Status insertUse(const Database& database, std::int64_t id, const Use& use) {
  PHOTOSCRUB_TRY(insert, database.prepare("INSERT INTO use (record, photo_sha256, output_sha256, "
                                          "output, used_at) VALUES (?, ?, ?, ?, ?)"));
  insert.integer(id).text(use.photoSha256).text(use.outputSha256);
  return insert.blob(use.output.native()).text(use.usedAt).run();
}

Result<std::vector<Use>> selectUses(const Database& database, const StoredRecord& stored) {
  std::vector<Use> uses;
  PHOTOSCRUB_TRY(rows, database.prepare("SELECT photo_sha256, output_sha256, output, used_at "
                                        "FROM use WHERE record = ? ORDER BY id"));
  rows.integer(stored.id);
  for (;;) {
    PHOTOSCRUB_TRY(row, rows.step());
    if (!row)
      return uses;
    Use use{stored.record.reference, rows.textAt(0), rows.textAt(1), rows.textAt(2),
            rows.textAt(3)};
    if (!checkUse(use).ok())
      return damaged("use");
    uses.push_back(std::move(use));
  }
}

} // namespace photoscrub::consent
