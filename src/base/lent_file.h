/// A file another process has lent by descriptor, as bytes in memory.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

namespace photoscrub {

/// Owns the mapping, not the descriptor. Read-only; valid after the descriptor is closed.
class LentFile {
public:
  /// Maps the whole file. Errors: io.
  static Result<LentFile> map(int descriptor);
  ~LentFile();
  LentFile(LentFile&& other) noexcept;
  LentFile& operator=(LentFile&& other) noexcept;

  ByteView bytes() const { return bytes_; }

private:
  explicit LentFile(ByteView bytes) : bytes_(bytes) {}
  ByteView bytes_;
};

} // namespace photoscrub
