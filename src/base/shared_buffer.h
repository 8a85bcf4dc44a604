/// Memory that this process writes and a worker can only read: a sealed memfd (memfd_create(2),
/// fcntl(2) "File Sealing"). Not thread-safe; move-only.
#pragma once

#include "base/file_descriptor.h"
#include "base/result.h"

#include <cstdint>
#include <span>

namespace photoscrub {

class SharedBuffer {
public:
  /// `capacity` bytes of zeros; pages cost memory only once they are written. Errors: io.
  static Result<SharedBuffer> create(std::uint64_t capacity);

  ~SharedBuffer();
  SharedBuffer(SharedBuffer&& other) noexcept;
  SharedBuffer& operator=(SharedBuffer&& other) noexcept;

  /// The whole buffer; belongs to this object.
  std::span<std::uint8_t> bytes() const { return bytes_; }
  /// To hand to a worker. Its size is the capacity; whoever maps it can do so only read-only.
  int descriptor() const { return file_.get(); }

private:
  SharedBuffer(FileDescriptor file, std::span<std::uint8_t> bytes)
      : file_(std::move(file)), bytes_(bytes) {}

  FileDescriptor file_;
  std::span<std::uint8_t> bytes_;
};

} // namespace photoscrub
