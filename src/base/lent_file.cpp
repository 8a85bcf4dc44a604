#include "base/lent_file.h"

#include <utility>

#include <sys/mman.h>
#include <sys/stat.h>

namespace photoscrub {

Result<LentFile> LentFile::map(int descriptor) {
  struct stat info {};
  if (::fstat(descriptor, &info) != 0 || info.st_size <= 0)
    return Error{ErrorCode::io, "The saved file cannot be read back", "lent descriptor"};
  const auto size = static_cast<std::size_t>(info.st_size);
  void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (at == MAP_FAILED)
    return Error{ErrorCode::io, "The saved file cannot be read back", "mmap"};
  return LentFile(ByteView(static_cast<const std::uint8_t*>(at), size));
}

LentFile::~LentFile() {
  if (!bytes_.empty())
    ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
}

LentFile::LentFile(LentFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

LentFile& LentFile::operator=(LentFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

} // namespace photoscrub
