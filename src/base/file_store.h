/// The disk as an interface: files are read whole, and written so that a name never shows half a
/// file. PosixFileStore is the real one; tests have one in memory and one that fails.
///
/// A FileStore may be used by several threads; an InputFile or PendingFile by one at a time.
/// Messages name folders and never files, since file names can hold a patient's name.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace photoscrub {

enum class FileKind {
  regular, ///< bytes on a disk
  folder,
  symlink, ///< the link itself; what it points to is not looked at
  other,   ///< pipe, socket or device
};

struct FileInfo {
  FileKind kind = FileKind::other;
  std::uint64_t size = 0; ///< bytes; of a regular file only
};

/// A regular file that is open for reading.
class InputFile {
public:
  virtual ~InputFile() = default;
  /// Bytes, as they were when it was opened.
  virtual std::uint64_t size() const = 0;
  /// Fills `into` with the whole file; once. REQUIRES: into.size() == size().
  /// Errors: io, also where the file has changed since it was opened.
  virtual Status read(std::span<std::uint8_t> into) = 0;
};

enum class Replace {
  no,  ///< an existing file of that name is an error (detail kTargetExists) and stays as it is
  yes, ///< an existing file is replaced in one step and its permissions are kept
};

/// Error::detail where commit(Replace::no) found the name taken.
inline constexpr std::string_view kTargetExists = "target exists";

/// A file that has no name yet: a temporary in its folder, removed unless committed.
class PendingFile {
public:
  virtual ~PendingFile() = default;
  /// Appends the pieces in order. Errors: io.
  virtual Status write(std::span<const ByteView> pieces) = 0;
  /// Open for reading and writing; belongs to this object. For lending to a worker.
  virtual int descriptor() const = 0;
  /// What has been saved so far, from the file system and not from the caller's memory. Valid until
  /// the next call of this object or its end. Errors: io.
  virtual Result<ByteView> readBack() = 0;
  /// Makes the bytes durable and gives the file its name in the folder. After an error what had
  /// that name is what it was before, and another name can be tried. REQUIRES: not committed yet.
  /// Errors: io.
  virtual Status commit(const std::string& name, Replace replace) = 0;
};

class FileStore {
public:
  virtual ~FileStore() = default;
  /// What stands at `path`. Errors: io (nothing there, no permission).
  virtual Result<FileInfo> look(const std::filesystem::path& path) const = 0;
  /// Opens a regular file; never waits for one that is none. Errors: unsupported (folder, link,
  /// pipe, device), limit (larger than `maxBytes`), io.
  virtual Result<std::unique_ptr<InputFile>> open(const std::filesystem::path& path,
                                                  std::uint64_t maxBytes) const = 0;
  /// Begins a file in a folder that exists. Errors: io.
  virtual Result<std::unique_ptr<PendingFile>> create(const std::filesystem::path& folder) = 0;
  /// Makes `folder` and those above it where they are missing. Errors: io.
  virtual Status makeFolders(const std::filesystem::path& folder) = 0;
  /// Removes temporaries in `folder` whose program has died. Errors: io.
  virtual Status removeStale(const std::filesystem::path& folder) = 0;
};

class PosixFileStore final : public FileStore {
public:
  Result<FileInfo> look(const std::filesystem::path& path) const override;
  Result<std::unique_ptr<InputFile>> open(const std::filesystem::path& path,
                                          std::uint64_t maxBytes) const override;
  Result<std::unique_ptr<PendingFile>> create(const std::filesystem::path& folder) override;
  Status makeFolders(const std::filesystem::path& folder) override;
  Status removeStale(const std::filesystem::path& folder) override;
};

} // namespace photoscrub
