#include "batch/walk.h"

#include <algorithm>
#include <system_error>

namespace photoscrub::batch {

namespace {

namespace fs = std::filesystem;
using scrub::Target;

// One path, as named, and its way below the folder the user named ("" for a file named directly).
struct Found {
  fs::path path;
  fs::path below;
  std::optional<Error> refused;
};

Error refusedLink() {
  return {ErrorCode::unsupported,
          "This is a link to another place and is not followed. Name the photo itself",
          "symbolic link"};
}

Error refusedFolder() {
  return {ErrorCode::unsupported,
          "This folder was not looked into. Add --recursive to take subfolders too", "folder"};
}

// What a run that was killed has left, or another run is writing: no photo of the user, and gone
// when the copy is complete (base/temporary_file.cpp).
bool isUnfinishedCopy(const fs::path& path) {
  const auto name = path.filename().string();
  return name.starts_with(".photoscrub-") && name.ends_with(".tmp");
}

void listFolder(const fs::path& folder, const fs::path& below, bool recursive,
                std::vector<Found>& found) {
  std::error_code error;
  std::vector<fs::directory_entry> entries;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    entries.push_back(*it);
  if (error) {
    found.push_back(
        {folder, below, Error{ErrorCode::io, "The folder cannot be read", error.message()}});
    return;
  }
  std::sort(entries.begin(), entries.end());
  for (const auto& entry : entries) {
    std::error_code ignored;
    if (isUnfinishedCopy(entry.path()))
      continue;
    if (entry.is_symlink(ignored))
      found.push_back({entry.path(), below, refusedLink()});
    else if (!entry.is_directory(ignored))
      found.push_back({entry.path(), below, std::nullopt});
    else if (recursive)
      listFolder(entry.path(), below / entry.path().filename(), recursive, found);
    else
      found.push_back({entry.path(), below, refusedFolder()});
  }
}

// A link the user names is what the user means: its target is read, its name and place are kept.
fs::path resolved(const fs::path& path) {
  std::error_code error;
  if (!fs::is_symlink(path, error))
    return path;
  const auto target = fs::canonical(path, error);
  return error ? path : target;
}

bool namesOneFile(const std::vector<fs::path>& paths, const fs::path& output) {
  std::error_code ignored;
  return paths.size() == 1 && !fs::is_directory(paths.front(), ignored) &&
         !fs::is_directory(output, ignored) && output.has_filename() && output.has_extension();
}

Target targetFor(const Found& found, const std::vector<fs::path>& paths,
                 const WalkOptions& options) {
  const auto stem = found.path.stem().string();
  if (options.inPlace) {
    const auto file = resolved(found.path);
    return {file.parent_path(), "", file.filename().string(), Target::Taken::replaceInput};
  }
  if (!options.output)
    return {found.path.parent_path(), stem + "_cleaned", "", Target::Taken::number};
  if (namesOneFile(paths, *options.output))
    return {options.output->parent_path(), "", options.output->filename().string(),
            Target::Taken::fail};
  return {*options.output / found.below, stem, "", Target::Taken::reuseEqual};
}

std::string neutralStem(std::size_t number) {
  auto digits = std::to_string(number);
  if (digits.size() < 4)
    digits.insert(0, 4 - digits.size(), '0');
  return "photo-" + digits;
}

} // namespace

std::vector<Item> listFiles(const std::vector<fs::path>& paths, const WalkOptions& options) {
  std::vector<Found> found;
  for (const auto& path : paths) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
      listFolder(path, "", options.recursive, found);
    else
      found.push_back({path, "", std::nullopt});
  }
  std::vector<Item> items;
  for (auto& one : found) {
    auto target = targetFor(one, paths, options);
    if (options.neutralNames && target.exactName.empty()) {
      target.stem = neutralStem(items.size() + 1);
      target.taken = Target::Taken::reuseEqual;
    }
    if (target.folder.empty())
      target.folder = ".";
    auto input = one.refused ? one.path : resolved(one.path);
    items.push_back(
        {std::move(input), std::move(target), std::move(one.refused), std::move(one.path)});
  }
  return items;
}

} // namespace photoscrub::batch
