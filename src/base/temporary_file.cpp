#include "base/temporary_file.h"

#include "base/file_errors.h"
#include "base/os_error.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>

namespace photoscrub {

namespace {

constexpr std::string_view kPrefix = ".photoscrub-";
constexpr std::string_view kSuffix = ".tmp";
// A name is taken, or swept away before it was locked, once in 2^64 times; then another is tried.
constexpr int kAttempts = 5;

std::string randomName() {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != static_cast<ssize_t>(sizeof number))
    number = 0;
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(number));
  return std::string(kPrefix) + std::to_string(::getpid()) + "-" + digits.data() +
         std::string(kSuffix);
}

// Exactly what randomName() makes: prefix, decimal digits, "-", 16 hexadecimal digits, suffix.
bool isTemporaryName(std::string_view name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix))
    return false;
  name.remove_prefix(kPrefix.size());
  name.remove_suffix(std::min(name.size(), kSuffix.size()));
  const auto dash = name.find('-');
  if (dash == 0 || dash == std::string_view::npos || name.size() - dash - 1 != 16)
    return false;
  return name.find_first_not_of("0123456789") == dash &&
         name.find_first_not_of("0123456789abcdef", dash + 1) == std::string_view::npos;
}

Result<FileDescriptor> openFolder(const std::filesystem::path& folder) {
  FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.open())
    return folderError(folder, "open", errno);
  return opened;
}

bool isNamed(int file) {
  struct stat info {};
  return ::fstat(file, &info) == 0 && info.st_nlink > 0;
}

// A lock that can be had belongs to nobody alive. It is held until the name is gone, so a program
// that has just made the file sees that it lost its name and makes another one.
void removeIfUnused(int folder, const char* name) {
  const FileDescriptor file(
      ::openat(folder, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat info {};
  if (!file.open() || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode))
    return;
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0)
    ::unlinkat(folder, name, 0);
}

} // namespace

Result<TemporaryFile> TemporaryFile::create(const std::filesystem::path& folder) {
  const auto path = folder.empty() ? std::filesystem::path(".") : folder;
  PHOTOSCRUB_TRY(opened, openFolder(path));
  TemporaryFile temporary(path, std::move(opened));
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    PHOTOSCRUB_TRY(made, temporary.tryName(randomName()));
    if (made)
      return temporary;
  }
  return folderError(path, "openat", EEXIST);
}

// False where the name was taken, or taken away by removeStale() of another program.
Result<bool> TemporaryFile::tryName(const std::string& name) {
  file_.reset(::openat(folder_.get(), name.c_str(),
                       O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file_.open() && errno == EEXIST)
    return false;
  if (!file_.open())
    return folderError(path_, "openat", errno);
  name_ = name;
  // On a file system without locks this fails, and removeStale() leaves every file alone there.
  const bool swept = ::flock(file_.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  return !swept && isNamed(file_.get());
}

TemporaryFile::~TemporaryFile() {
  if (!name_.empty() && folder_.open())
    ::unlinkat(folder_.get(), name_.c_str(), 0);
}

// Never overwrites: where the file system cannot rename so, a second name is as safe, because
// link(2) fails when the name is taken.
int TemporaryFile::renameKeeping(const std::string& name) {
  const int folder = folder_.get();
  if (::renameat2(folder, name_.c_str(), folder, name.c_str(), RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  if (::linkat(folder, name_.c_str(), folder, name.c_str(), 0) != 0)
    return errno;
  ::unlinkat(folder, name_.c_str(), 0);
  return 0;
}

Status TemporaryFile::rename(const std::string& name, Replace replace) {
  int failure = 0;
  if (replace == Replace::no)
    failure = renameKeeping(name);
  else if (::renameat(folder_.get(), name_.c_str(), folder_.get(), name.c_str()) != 0)
    failure = errno;
  if (failure == EEXIST)
    return Error{ErrorCode::io, "A file of that name is there already", std::string(kTargetExists)};
  if (failure != 0)
    return folderError(path_, "rename", failure);
  name_.clear();
  auto synced = syncFolder();
  // Fail closed: a name that may not survive a power cut is no output.
  if (!synced.ok() && replace == Replace::no)
    ::unlinkat(folder_.get(), name.c_str(), 0);
  return synced;
}

Status TemporaryFile::syncFolder() {
  // EINVAL: folders of this file system are not synced one by one (fsync(2)).
  if (::fsync(folder_.get()) == 0 || errno == EINVAL)
    return {};
  return writeError("fsync", errno);
}

Status TemporaryFile::removeStale(const std::filesystem::path& folder) {
  const auto path = folder.empty() ? std::filesystem::path(".") : folder;
  PHOTOSCRUB_TRY(opened, openFolder(path));
  std::error_code failure;
  for (std::filesystem::directory_iterator entry(path, failure), end; !failure && entry != end;
       entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    if (isTemporaryName(name))
      removeIfUnused(opened.get(), name.c_str());
  }
  if (failure)
    return folderError(path, "readdir", failure.value());
  return {};
}

mode_t processUmask() {
  constexpr mode_t kPrivate = 077;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with("Umask:\t"))
      continue;
    unsigned value = kPrivate;
    const char* const digits = line.data() + std::string_view("Umask:\t").size();
    std::from_chars(digits, line.data() + line.size(), value, 8);
    return value;
  }
  return kPrivate;
}

} // namespace photoscrub
