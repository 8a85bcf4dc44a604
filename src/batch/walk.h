/// From the paths a user names to the list of files to work on. Reads folders, opens no file.
#pragma once

#include "base/error.h"
#include "scrub/options.h"

#include <filesystem>
#include <optional>
#include <vector>

namespace photoscrub::batch {

struct WalkOptions {
  std::optional<std::filesystem::path> output; ///< -o
  bool recursive = false;
  bool inPlace = false;
  bool neutralNames = false;
};

/// One file and where its clean copy goes.
struct Item {
  std::filesystem::path input;
  scrub::Target target;
  std::optional<Error> refused; ///< a link or a special file found in a folder
};

/// Folders give their files in the order of their names, links in them are refused and not
/// followed. What does not exist stays in the list: opening it says so.
std::vector<Item> listFiles(const std::vector<std::filesystem::path>& paths,
                            const WalkOptions& options);

} // namespace photoscrub::batch
