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
  std::filesystem::path input; ///< what is read: the target of a link the user named
  scrub::Target target;
  std::optional<Error> refused; ///< a link, or a folder not to be gone into, found in a folder
  std::filesystem::path named;  ///< as the user knows it: what reports call it
};

/// Folders give their files in the order of their names; links in them are refused and not
/// followed, and so are subfolders without `recursive`: nothing is left out in silence. What does
/// not exist stays in the list: opening it says so.
std::vector<Item> listFiles(const std::vector<std::filesystem::path>& paths,
                            const WalkOptions& options);

} // namespace photoscrub::batch
