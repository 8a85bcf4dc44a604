#include "base/file_store.h"

#include "base/file_errors.h"
#include "base/posix_input_file.h"
#include "base/posix_pending_file.h"

#include <system_error>

namespace photoscrub {

Result<FileInfo> PosixFileStore::look(const std::filesystem::path& path) const {
  return lookAtPath(path);
}

Result<std::unique_ptr<InputFile>> PosixFileStore::open(const std::filesystem::path& path,
                                                        std::uint64_t maxBytes) const {
  return openInputFile(path, maxBytes);
}

Result<std::unique_ptr<PendingFile>> PosixFileStore::create(const std::filesystem::path& folder) {
  return createPendingFile(folder);
}

Status PosixFileStore::makeFolders(const std::filesystem::path& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure)
    return folderError(folder, "mkdir", failure.value());
  return {};
}

Status PosixFileStore::removeStale(const std::filesystem::path& folder) {
  return removeStaleFiles(folder);
}

} // namespace photoscrub
