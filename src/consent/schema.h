/// The register's tables and how an older register gets the ones it lacks.
#pragma once

#include "consent/database.h"

namespace photoscrub::consent {

/// What marks an SQLite file as a consent register: "PSCR" (application_id, SQLite file
/// format 1.3).
inline constexpr std::int64_t kApplicationId = 0x50534352;
/// The schema this program writes: user_version.
inline constexpr std::int64_t kSchemaVersion = 2;

/// The bytes of a register in which nothing stands yet. Errors: internal.
Result<Bytes> emptyRegister();
/// Brings the schema up to date, all of it or nothing. Errors: unsupported (a newer program made
/// it), io, malformed.
Status upgrade(const Database& database);

} // namespace photoscrub::consent
