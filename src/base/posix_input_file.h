/// Reading a regular file whole. See InputFile in file_store.h.
#pragma once

#include "base/file_store.h"

namespace photoscrub {

Result<FileInfo> lookAtPath(const std::filesystem::path& path);
Result<std::unique_ptr<InputFile>> openInputFile(const std::filesystem::path& path,
                                                 std::uint64_t maxBytes);

} // namespace photoscrub
