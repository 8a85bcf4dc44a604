/// Sentences for what a disk refuses. Pure functions.
#pragma once

#include "base/error.h"

#include <filesystem>

namespace photoscrub {

/// `path` in quotes, with control characters replaced: a name must not steer the terminal.
std::string quoted(const std::filesystem::path& path);
/// Something inside `folder` could not be made, changed or removed.
Error folderError(const std::filesystem::path& folder, std::string_view call, int number);
/// A file could not be read.
Error readError(std::string_view call, int number);
/// Bytes could not be saved.
Error writeError(std::string_view call, int number);

} // namespace photoscrub
