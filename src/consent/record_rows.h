/// Records and uses as rows of the register's tables. Each function is a part of a transaction
/// that its caller holds. Errors, of all: io, malformed (damaged), internal.
#pragma once

#include "consent/database.h"
#include "consent/register.h"

namespace photoscrub::consent {

/// A record and the number that other tables know it by.
struct StoredRecord {
  std::int64_t id = 0;
  Record record;
};

/// Errors: also io with detail kKeyTaken.
Status insertRecord(const Database& database, const Record& record);
/// Nothing where there is no such reference.
Result<std::optional<StoredRecord>> selectRecord(const Database& database,
                                                 const std::string& reference);
/// In the order of their references.
Result<std::vector<Record>> selectRecords(const Database& database);
Status updateWithdrawal(const Database& database, std::int64_t id, const std::string& day);

Status insertUse(const Database& database, std::int64_t id, const Use& use);
/// In the order they were made.
Result<std::vector<Use>> selectUses(const Database& database, const StoredRecord& stored);

} // namespace photoscrub::consent
