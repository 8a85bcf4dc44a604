#include "base/shared_buffer.h"

#include "base/os_error.h"

#include <fcntl.h>
#include <sys/mman.h>

namespace photoscrub {

namespace {

constexpr auto kMessage = "There is not enough memory to open files";

// The worker's fixed descriptors are 3 and 4; ours stay clear of them so that the copies made for
// it cannot overwrite each other.
constexpr int kFirstOwnDescriptor = 10;

// Our own mapping is made before, so it stays writable; no later mapping or write() is.
constexpr int kSeals = F_SEAL_FUTURE_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

} // namespace

Result<SharedBuffer> SharedBuffer::create(std::uint64_t capacity) {
  const FileDescriptor low(::memfd_create("photoscrub-input", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!low.open())
    return ioError(kMessage, "memfd_create");
  FileDescriptor file(::fcntl(low.get(), F_DUPFD_CLOEXEC, kFirstOwnDescriptor));
  if (!file.open())
    return ioError(kMessage, "fcntl");
  if (::ftruncate(file.get(), static_cast<off_t>(capacity)) != 0)
    return ioError(kMessage, "ftruncate");
  if (capacity == 0)
    return SharedBuffer(std::move(file), {});
  void* const memory =
      ::mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, file.get(), 0);
  if (memory == MAP_FAILED)
    return ioError(kMessage, "mmap");
  SharedBuffer buffer(std::move(file), {static_cast<std::uint8_t*>(memory), capacity});
  if (::fcntl(buffer.descriptor(), F_ADD_SEALS, kSeals) != 0)
    return ioError(kMessage, "seal");
  return buffer;
}

SharedBuffer::~SharedBuffer() {
  if (!bytes_.empty())
    ::munmap(bytes_.data(), bytes_.size());
}

SharedBuffer::SharedBuffer(SharedBuffer&& other) noexcept
    : file_(std::move(other.file_)), bytes_(std::exchange(other.bytes_, {})) {}

SharedBuffer& SharedBuffer::operator=(SharedBuffer&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

} // namespace photoscrub
