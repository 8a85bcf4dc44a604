/// The rows of a PNG as they are stored, top to bottom. Internal to src/redact. Not thread-safe.
#pragma once

#include "imaging/png_layout.h"
#include "imaging/png_library.h"

namespace photoscrub::redact {

enum class Packing {
  packed,  ///< as coded: 1, 2 and 4-bit samples share bytes
  unpacked ///< each sample in a byte of its own, or two for 16 bits
};

class PngRows {
public:
  explicit PngRows(const Limits& limits) : limits_(limits), reader_(limits) {}

  /// Reads up to the image data; an interlaced picture (Adam7) is read whole. `file` must outlive
  /// this object. Errors: unsupported (animated), limit, malformed.
  Status open(ByteView file, Packing packing);
  /// The next row; valid until the next call. REQUIRES: called at most height times.
  Result<std::uint8_t*> next();
  /// Reads to the end of the file. REQUIRES: every row was read. Errors: malformed.
  Status finish();

  const imaging::PngLayout& layout() const { return layout_; }
  imaging::PngReader& reader() { return reader_; }
  /// Bytes of a row as next() gives it.
  std::size_t rowBytes() const { return rowBytes_; }
  int channels() { return png_get_channels(reader_.png(), reader_.info()); }

private:
  Status readInterlaced();

  Limits limits_;
  imaging::PngReader reader_;
  imaging::PngLayout layout_;
  std::size_t rowBytes_ = 0;
  std::size_t nextRow_ = 0;
  Bytes pixels_; // one row, or all of them where interlaced
};

} // namespace photoscrub::redact
