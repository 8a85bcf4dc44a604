#include "base/posix_input_file.h"

#include "base/file_descriptor.h"
#include "base/file_errors.h"
#include "base/os_error.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace photoscrub {

namespace {

FileKind kindOf(const struct stat& info) {
  if (S_ISREG(info.st_mode))
    return FileKind::regular;
  if (S_ISDIR(info.st_mode))
    return FileKind::folder;
  return S_ISLNK(info.st_mode) ? FileKind::symlink : FileKind::other;
}

Error notAFile(FileKind kind) {
  switch (kind) {
  case FileKind::folder:
    return {ErrorCode::unsupported, "This is a folder, not a file", "folder"};
  case FileKind::symlink:
    return {ErrorCode::unsupported, "This is a link to another file; choose that file instead",
            "symbolic link"};
  default:
    return {ErrorCode::unsupported, "This is a pipe or a device, not a file", "not regular"};
  }
}

Error changed() {
  return {ErrorCode::io, "The file was changed by another program while it was being read",
          "size or time differs"};
}

Status accept(const struct stat& info, std::uint64_t maxBytes) {
  if (!S_ISREG(info.st_mode))
    return notAFile(kindOf(info));
  if (static_cast<std::uint64_t>(info.st_size) > maxBytes)
    return Error{ErrorCode::limit, "The file is larger than photoscrub accepts",
                 "more than " + std::to_string(maxBytes) + " bytes"};
  return {};
}

// read(2) undisturbed by signals; 0 at the end.
Result<std::size_t> readSome(int file, std::span<std::uint8_t> into) {
  for (;;) {
    const ssize_t got = ::read(file, into.data(), into.size());
    if (got >= 0)
      return static_cast<std::size_t>(got);
    if (errno != EINTR)
      return readError("read", errno);
  }
}

class PosixInputFile final : public InputFile {
public:
  PosixInputFile(FileDescriptor file, const struct stat& info)
      : file_(std::move(file)), info_(info) {}

  std::uint64_t size() const override { return static_cast<std::uint64_t>(info_.st_size); }

  Status read(std::span<std::uint8_t> into) override {
    while (!into.empty()) {
      PHOTOSCRUB_TRY(got, readSome(file_.get(), into));
      if (got == 0)
        return changed();
      into = into.subspan(got);
    }
    std::uint8_t extra = 0;
    PHOTOSCRUB_TRY(more, readSome(file_.get(), {&extra, 1}));
    struct stat now {};
    if (::fstat(file_.get(), &now) != 0)
      return readError("fstat", errno);
    if (more != 0 || now.st_size != info_.st_size || now.st_mtim.tv_sec != info_.st_mtim.tv_sec ||
        now.st_mtim.tv_nsec != info_.st_mtim.tv_nsec)
      return changed();
    return {};
  }

private:
  FileDescriptor file_;
  struct stat info_;
};

} // namespace

Result<FileInfo> lookAtPath(const std::filesystem::path& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0)
    return readError("lstat", errno);
  const FileKind kind = kindOf(info);
  return FileInfo{kind, kind == FileKind::regular ? static_cast<std::uint64_t>(info.st_size) : 0};
}

Result<std::unique_ptr<InputFile>> openInputFile(const std::filesystem::path& path,
                                                 std::uint64_t maxBytes) {
  // Opening a device can already do something to it, so the kind is looked at before as well.
  PHOTOSCRUB_TRY(found, lookAtPath(path));
  if (found.kind != FileKind::regular)
    return notAFile(found.kind);
  FileDescriptor file(
      ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file.open())
    return errno == ELOOP ? notAFile(FileKind::symlink) : readError("open", errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0)
    return readError("fstat", errno);
  PHOTOSCRUB_CHECK(accept(info, maxBytes));
  return std::unique_ptr<InputFile>(std::make_unique<PosixInputFile>(std::move(file), info));
}

} // namespace photoscrub
