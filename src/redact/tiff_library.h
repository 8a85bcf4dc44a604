/// libtiff behind C++ values: reading from memory, writing to memory, its complaints as errors.
/// Internal to src/redact. Not thread-safe.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <array>
#include <memory>
#include <string>

#include <tiffio.h>

namespace photoscrub::redact {

Error damagedTiff(std::string detail);

/// How numbers are stored.
struct TiffOrder {
  bool bigEndian = false;
  bool big = false; ///< BigTIFF: offsets of 64 bits
};

class TiffFile {
public:
  TiffFile();
  ~TiffFile();
  TiffFile(const TiffFile&) = delete;
  TiffFile& operator=(const TiffFile&) = delete;

  /// Reads the first directory. `file` must outlive this object. Errors: malformed.
  Status open(ByteView file);
  /// Starts a file. Errors: limit.
  Status create(TiffOrder order);
  /// What was written. REQUIRES: created; no use of the handle follows. Errors: malformed, limit.
  Result<Bytes> finish();

  TiffOrder order() const;
  TIFF* handle() const { return tiff_; }
  /// The last complaint of libtiff as an error.
  Error error() const;

private:
  struct Memory;
  Status start(const char* mode);
  void close();

  std::unique_ptr<Memory> memory_;
  TIFF* tiff_ = nullptr;
};

} // namespace photoscrub::redact
