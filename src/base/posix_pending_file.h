/// Writing a file under a temporary name. See PendingFile in file_store.h.
///
/// The temporary is called ".photoscrub-PID-RANDOM.tmp" and stays locked (flock(2)) while its
/// program lives. The lock, and not the process number in the name, says whether it is stale:
/// numbers are used again, and mean nothing on a network drive or inside a container.
#pragma once

#include "base/file_store.h"

namespace photoscrub {

Result<std::unique_ptr<PendingFile>> createPendingFile(const std::filesystem::path& folder);
Status removeStaleFiles(const std::filesystem::path& folder);

} // namespace photoscrub
