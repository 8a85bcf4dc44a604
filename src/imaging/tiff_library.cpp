#include "imaging/tiff_library.h"

#include "imaging/codec.h"

#include <algorithm>
#include <cstring>

namespace photoscrub::imaging {

namespace {

constexpr std::size_t kMostComplaints = 8;

struct FreeOptions {
  void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

TiffReader& readerOf(thandle_t handle) {
  return *static_cast<TiffReader*>(handle);
}

} // namespace

tmsize_t TiffReader::onRead(thandle_t handle, void* to, tmsize_t count) {
  auto& self = readerOf(handle);
  const std::uint64_t left =
      self.file_.size() - std::min<std::uint64_t>(self.position_, self.file_.size());
  const auto bytes = std::min(left, static_cast<std::uint64_t>(std::max<tmsize_t>(count, 0)));
  if (bytes > 0)
    std::memcpy(to, self.file_.data() + self.position_, static_cast<std::size_t>(bytes));
  self.position_ += bytes;
  return static_cast<tmsize_t>(bytes);
}

toff_t TiffReader::onSeek(thandle_t handle, toff_t offset, int whence) {
  auto& self = readerOf(handle);
  const std::uint64_t from = whence == SEEK_CUR   ? self.position_
                             : whence == SEEK_END ? self.file_.size()
                                                  : 0;
  self.position_ = from + offset; // unsigned: wraps, and then lies behind the end
  return self.position_;
}

toff_t TiffReader::onSize(thandle_t handle) {
  return readerOf(handle).file_.size();
}

// libtiff reads uncompressed rows straight from here; it never writes to what it has mapped.
int TiffReader::onMap(thandle_t handle, void** base, toff_t* size) {
  auto& self = readerOf(handle);
  *base = const_cast<std::uint8_t*>(self.file_.data());
  *size = self.file_.size();
  return 1;
}

void TiffReader::note(const char* module, const char* what) {
  std::string text = std::string(module && *module ? module : "libtiff") + ": " + what;
  if (complaints_.size() < kMostComplaints &&
      std::find(complaints_.begin(), complaints_.end(), text) == complaints_.end())
    complaints_.push_back(std::move(text));
}

// The formatted text may hold values of tags; the place in libtiff that complained says enough.
int TiffReader::onError(TIFF*, void* self, const char* module, const char*, va_list) {
  auto& reader = *static_cast<TiffReader*>(self);
  ++reader.errors_;
  try {
    reader.note(module, "error");
  } catch (...) { // no memory for the text: the count tells
  }
  return 1;
}

int TiffReader::onWarning(TIFF*, void*, const char*, const char*, va_list) {
  return 1; // unknown tags and the like: formats judges the structure
}

Status TiffReader::open(ByteView file, const Limits& limits) {
  file_ = file;
  const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
  if (!options)
    return outOfMemory();
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(kMostWorkingBytes));
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), onError, this);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), onWarning, this);
  tiff_.reset(TIFFClientOpenExt("", "r", this, onRead, onWrite, onSeek, onClose, onSize, onMap,
                                onUnmap, options.get()));
  if (!tiff_)
    return damaged();
  const std::uint32_t width = u32(TIFFTAG_IMAGEWIDTH);
  const std::uint32_t height = u32(TIFFTAG_IMAGELENGTH);
  PHOTOSCRUB_CHECK(checkSize(width, height, limits));
  size_ = {static_cast<int>(width), static_cast<int>(height)};
  return {};
}

std::uint16_t TiffReader::u16(std::uint32_t tag, std::uint16_t otherwise) const {
  std::uint16_t value = 0;
  return TIFFGetFieldDefaulted(tiff_.get(), tag, &value) == 1 ? value : otherwise;
}

std::uint32_t TiffReader::u32(std::uint32_t tag, std::uint32_t otherwise) const {
  std::uint32_t value = 0;
  return TIFFGetFieldDefaulted(tiff_.get(), tag, &value) == 1 ? value : otherwise;
}

Error TiffReader::damaged() const {
  return {ErrorCode::malformed, "The TIFF picture is damaged and cannot be read",
          complaints_.empty() ? "" : complaints_.front()};
}

} // namespace photoscrub::imaging
