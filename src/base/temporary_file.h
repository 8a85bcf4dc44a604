/// A locked temporary file in a folder that is held open, so that nobody can put another folder in
/// its place meanwhile. Not thread-safe; move-only; removes the file unless it was renamed.
#pragma once

#include "base/file_descriptor.h"
#include "base/file_store.h"

#include <string>

#include <sys/types.h>

namespace photoscrub {

class TemporaryFile {
public:
  /// In `folder`, readable by the user alone. Errors: io.
  static Result<TemporaryFile> create(const std::filesystem::path& folder);
  /// Removes the files that create() made for programs that are gone. A file system without locks
  /// keeps them: nothing is removed that might be in use. Errors: io (the folder cannot be listed).
  static Status removeStale(const std::filesystem::path& folder);

  ~TemporaryFile();
  TemporaryFile(TemporaryFile&&) noexcept = default;
  TemporaryFile& operator=(TemporaryFile&&) = delete;

  int file() const { return file_.get(); }
  int folder() const { return folder_.get(); }
  /// Gives the file its final name and makes that durable. Errors: io (detail kTargetExists).
  Status rename(const std::string& name, Replace replace);

private:
  TemporaryFile(std::filesystem::path path, FileDescriptor folder)
      : path_(std::move(path)), folder_(std::move(folder)) {}

  Result<bool> tryName(const std::string& name);
  int renameKeeping(const std::string& name);
  Status syncFolder();

  std::filesystem::path path_; ///< of the folder, for messages
  FileDescriptor folder_;
  FileDescriptor file_;
  std::string name_; ///< of the temporary; empty once it is gone or renamed
};

/// The permission bits that new files do not get, without changing them for a moment as umask(2)
/// would, which other threads could notice.
mode_t processUmask();

} // namespace photoscrub
