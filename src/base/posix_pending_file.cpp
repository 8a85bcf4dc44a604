#include "base/posix_pending_file.h"

#include "base/file_descriptor.h"
#include "base/file_errors.h"
#include "base/os_error.h"
#include "base/temporary_file.h"

#include <algorithm>
#include <array>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>

namespace photoscrub {

namespace {

// writev(2) takes up to IOV_MAX pieces, 1024 on Linux; this many fit a page.
constexpr std::size_t kPiecesAtOnce = 256;

Status writeAll(int file, std::span<const ByteView> pieces) {
  std::size_t done = 0; // of the first piece
  while (!pieces.empty()) {
    std::array<iovec, kPiecesAtOnce> parts{};
    const std::size_t count = std::min(pieces.size(), parts.size());
    for (std::size_t i = 0; i < count; ++i) {
      const ByteView piece = pieces[i].subspan(i == 0 ? done : 0);
      parts[i] = {const_cast<std::uint8_t*>(piece.data()), piece.size()}; // only read by writev
    }
    const ssize_t result = ::writev(file, parts.data(), static_cast<int>(count));
    if (result < 0 && errno == EINTR)
      continue;
    if (result < 0)
      return writeError("writev", errno);
    done += static_cast<std::size_t>(result);
    while (!pieces.empty() && done >= pieces.front().size()) {
      done -= pieces.front().size();
      pieces = pieces.subspan(1);
    }
  }
  return {};
}

// A mapping of the saved bytes that is undone with its owner.
class Mapping {
public:
  Mapping() = default;
  ~Mapping() { reset(); }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  Result<ByteView> map(int file) {
    reset();
    struct stat info {};
    if (::fstat(file, &info) != 0)
      return readError("fstat", errno);
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size == 0)
      return ByteView{};
    void* const memory = ::mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, file, 0);
    if (memory == MAP_FAILED)
      return readError("mmap", errno);
    bytes_ = {static_cast<std::uint8_t*>(memory), size};
    return ByteView(bytes_);
  }
  void reset() {
    if (!bytes_.empty())
      ::munmap(bytes_.data(), bytes_.size());
    bytes_ = {};
  }

private:
  std::span<std::uint8_t> bytes_;
};

class PosixPendingFile final : public PendingFile {
public:
  explicit PosixPendingFile(TemporaryFile temporary) : temporary_(std::move(temporary)) {}

  Status write(std::span<const ByteView> pieces) override { return writeAll(descriptor(), pieces); }
  int descriptor() const override { return temporary_.file(); }
  Result<ByteView> readBack() override { return mapping_.map(descriptor()); }

  Status commit(const std::string& name, Replace replace) override {
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
      return Error{ErrorCode::io, "The output has no file name", "empty name"};
    if (committed_)
      return Error{ErrorCode::internal, "photoscrub made a mistake of its own", "second commit"};
    if (::fchmod(descriptor(), finalMode(name, replace)) != 0)
      return writeError("fchmod", errno);
    if (::fsync(descriptor()) != 0)
      return writeError("fsync", errno);
    PHOTOSCRUB_CHECK(temporary_.rename(name, replace));
    committed_ = true;
    return {};
  }

private:
  // A replaced file keeps its permissions: a private photo must not become readable to others.
  mode_t finalMode(const std::string& name, Replace replace) const {
    struct stat old {};
    if (replace == Replace::yes &&
        ::fstatat(temporary_.folder(), name.c_str(), &old, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISREG(old.st_mode))
      return old.st_mode & 0777;
    return 0666 & ~processUmask();
  }

  TemporaryFile temporary_;
  Mapping mapping_;
  bool committed_ = false;
};

} // namespace

Result<std::unique_ptr<PendingFile>> createPendingFile(const std::filesystem::path& folder) {
  PHOTOSCRUB_TRY(temporary, TemporaryFile::create(folder));
  return std::unique_ptr<PendingFile>(std::make_unique<PosixPendingFile>(std::move(temporary)));
}

Status removeStaleFiles(const std::filesystem::path& folder) {
  return TemporaryFile::removeStale(folder);
}

} // namespace photoscrub
