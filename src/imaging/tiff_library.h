/// libtiff behind C++ values: opening from memory, errors, limits. Internal to the rooms that work
/// on coded pictures; never included by a public header. Not thread-safe.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"
#include "base/result.h"

#include <memory>
#include <string>
#include <vector>

#include <tiffio.h>

namespace photoscrub::imaging {

/// One TIFF being read from memory. libtiff reports by callbacks and return values; it neither
/// throws nor jumps.
class TiffReader {
public:
  TiffReader() = default;
  TiffReader(const TiffReader&) = delete;
  TiffReader& operator=(const TiffReader&) = delete;

  /// Opens `file`, which must outlive the reader, at its first page and tests its size. Errors:
  /// malformed, limit.
  Status open(ByteView file, const Limits& limits);

  TIFF* tiff() { return tiff_.get(); }
  Size size() const { return size_; }
  /// A tag of the current page, or its default.
  std::uint16_t u16(std::uint32_t tag, std::uint16_t otherwise = 0) const;
  std::uint32_t u32(std::uint32_t tag, std::uint32_t otherwise = 0) const;
  /// How often libtiff has reported an error so far.
  std::uint64_t errorCount() const { return errors_; }
  /// What it complained of: the first few places in its code, without values.
  const std::vector<std::string>& complaints() const { return complaints_; }
  /// The error for a page of which nothing can be read.
  Error damaged() const;

private:
  struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
  };
  static tmsize_t onRead(thandle_t handle, void* to, tmsize_t count);
  static tmsize_t onWrite(thandle_t, void*, tmsize_t) { return -1; }
  static toff_t onSeek(thandle_t handle, toff_t offset, int whence);
  static int onClose(thandle_t) { return 0; }
  static toff_t onSize(thandle_t handle);
  static int onMap(thandle_t handle, void** base, toff_t* size);
  static void onUnmap(thandle_t, void*, toff_t) {}
  static int onError(TIFF* tiff, void* self, const char* module, const char* format, va_list);
  static int onWarning(TIFF* tiff, void* self, const char* module, const char* format, va_list);
  void note(const char* module, const char* what);

  ByteView file_;
  std::uint64_t position_ = 0;
  Size size_;
  std::uint64_t errors_ = 0;
  std::vector<std::string> complaints_;
  std::unique_ptr<TIFF, Close> tiff_; // last: closing it still calls back
};

} // namespace photoscrub::imaging
