/// The file a register is: where it may stand, how it comes to be, and whose it is.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <filesystem>

namespace photoscrub::consent {

/// Makes an empty register where there is no file, and folders above it where they are missing;
/// all readable by their owner only. Several programs may try at once. A file that is there is not
/// touched. Returns the file without links in its path.
/// Errors: io; malformed (the file is something else, or another program's); unsupported (the disk
/// is another computer's).
Result<std::filesystem::path> ensureRegister(const std::filesystem::path& file);

/// Saves `bytes` as a new file, readable by its owner only, durable, whole or not at all.
/// Errors: io (also: the name is taken, detail kTargetExists of base/file_store.h).
Status saveNewFile(const std::filesystem::path& file, ByteView bytes);

/// Whether a disk of this kind, statfs(2)'s f_type, is another computer's. A write-ahead log needs
/// memory that all its users share, which two computers do not ("Write-Ahead Logging", SQLite).
bool isNetworkDisk(long kind);

} // namespace photoscrub::consent
