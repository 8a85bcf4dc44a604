#include "consent/register_file.h"

#include "base/file_errors.h"
#include "base/os_error.h"
#include "base/temporary_file.h"
#include "consent/database.h"
#include "consent/schema.h"

#include <algorithm>
#include <array>
#include <mutex>

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

namespace photoscrub::consent {

namespace {

namespace fs = std::filesystem;

Status makePrivateFolders(const fs::path& folder) {
  std::error_code ignored;
  if (folder.empty() || fs::is_directory(folder, ignored))
    return {};
  if (folder != folder.parent_path())
    PHOTOSCRUB_CHECK(makePrivateFolders(folder.parent_path()));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return folderError(folder, "mkdir", errno);
  return {};
}

Status writeAll(int file, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return writeError("write", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Status checkDisk(const fs::path& folder) {
  struct statfs disk {};
  if (::statfs(folder.c_str(), &disk) != 0)
    return folderError(folder, "statfs", errno);
  if (isNetworkDisk(disk.f_type))
    return Error{ErrorCode::unsupported,
                 "The consent register must be on a disk of this computer, not on a network drive; "
                 "keep back-ups there",
                 "f_type " + std::to_string(disk.f_type)};
  return {};
}

Error notARegister(const char* why) {
  return {ErrorCode::malformed, "This file is not a consent register", why};
}

// With names of our own making in the way of a link that leads nowhere, the file would be made
// where nobody expects it.
Result<fs::path> withoutLinks(const fs::path& file) {
  std::error_code error;
  if (fs::is_symlink(file, error) && !fs::exists(file, error))
    return Error{ErrorCode::io, "The consent register is a link that leads nowhere", "link"};
  auto whole = fs::weakly_canonical(fs::absolute(file, error), error);
  if (error || !whole.has_filename())
    return Error{ErrorCode::io, "The consent register cannot be opened", error.message()};
  return whole;
}

Status makeRegister(const fs::path& file) {
  PHOTOSCRUB_CHECK(makePrivateFolders(file.parent_path()));
  PHOTOSCRUB_CHECK(checkDisk(file.parent_path()));
  PHOTOSCRUB_TRY(image, emptyRegister());
  auto saved = saveNewFile(file, image);
  if (!saved.ok() && saved.error().detail == kTargetExists)
    return {}; // another program was quicker, with the same
  return saved;
}

} // namespace

bool isNetworkDisk(long kind) {
  constexpr std::array<unsigned, 8> kKinds = {NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC, CIFS_SUPER_MAGIC,
                                              SMB2_SUPER_MAGIC, AFS_SUPER_MAGIC, CODA_SUPER_MAGIC,
                                              NCP_SUPER_MAGIC,  V9FS_MAGIC};
  // 32 bits wide; f_type is a signed long.
  return std::find(kKinds.begin(), kKinds.end(), static_cast<unsigned>(kind)) != kKinds.end();
}

Status saveNewFile(const fs::path& file, ByteView bytes) {
  PHOTOSCRUB_CHECK(TemporaryFile::removeStale(file.parent_path()));
  PHOTOSCRUB_TRY(temporary, TemporaryFile::create(file.parent_path()));
  PHOTOSCRUB_CHECK(writeAll(temporary.file(), bytes));
  if (::fsync(temporary.file()) != 0)
    return writeError("fsync", errno);
  return temporary.rename(file.filename().string(), Replace::no);
}

Result<fs::path> ensureRegister(const fs::path& file) {
  PHOTOSCRUB_TRY(whole, withoutLinks(file));
  // One at a time: while the new file is still open here as a plain file, no thread may open it as
  // a register, since the closing would take its locks away.
  static std::mutex making;
  const std::lock_guard<std::mutex> lock(making);
  struct stat info {};
  if (::stat(whole.c_str(), &info) != 0) {
    if (errno != ENOENT)
      return readError("stat", errno);
    PHOTOSCRUB_CHECK(makeRegister(whole));
  } else if (!S_ISREG(info.st_mode)) {
    return notARegister("not a regular file");
  }
  PHOTOSCRUB_CHECK(checkDisk(whole.parent_path()));
  PHOTOSCRUB_TRY(label, Database::labelOf(whole));
  if (label.application != kApplicationId)
    return notARegister("application_id");
  return whole;
}

} // namespace photoscrub::consent
