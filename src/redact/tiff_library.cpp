#include "redact/tiff_library.h"

#include "imaging/codec.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <new>

namespace photoscrub::redact {

Error damagedTiff(std::string detail) {
  return {ErrorCode::malformed, "The TIFF picture is damaged and cannot be read",
          std::move(detail)};
}

struct TiffFile::Memory {
  ByteView source; // where it reads
  Bytes target;    // what it writes
  bool writing = false;
  std::uint64_t at = 0;
  std::array<char, 96> complaint{}; // which function of libtiff; its texts may quote the file

  ByteView all() const { return writing ? ByteView(target) : source; }

  static Memory& of(thandle_t handle) { return *static_cast<Memory*>(handle); }

  static tmsize_t read(thandle_t handle, void* to, tmsize_t count) {
    auto& self = of(handle);
    const auto bytes = self.all();
    const auto left = self.at < bytes.size() ? bytes.size() - self.at : 0;
    const auto some = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(count));
    if (some > 0)
      std::memcpy(to, bytes.data() + self.at, some);
    self.at += some;
    return static_cast<tmsize_t>(some);
  }
  static tmsize_t write(thandle_t handle, void* from, tmsize_t count) {
    auto& self = of(handle);
    const auto some = static_cast<std::size_t>(count);
    try {
      if (self.target.size() < self.at + some)
        self.target.resize(self.at + some);
    } catch (const std::bad_alloc&) {
      return -1;
    }
    std::memcpy(self.target.data() + self.at, from, some);
    self.at += some;
    return count;
  }
  static toff_t seek(thandle_t handle, toff_t offset, int from) {
    auto& self = of(handle);
    const std::uint64_t base = from == SEEK_SET   ? 0
                               : from == SEEK_CUR ? self.at
                                                  : self.all().size();
    return self.at = base + offset;
  }
  static int close(thandle_t) { return 0; }
  static toff_t size(thandle_t handle) { return of(handle).all().size(); }

  static int complain(TIFF*, void* user, const char* module, const char*, va_list) {
    auto& self = *static_cast<Memory*>(user);
    std::snprintf(self.complaint.data(), self.complaint.size(), "%s", module ? module : "libtiff");
    return 1;
  }
  static int ignore(TIFF*, void*, const char*, const char*, va_list) { return 1; }
};

TiffFile::TiffFile() = default;

TiffFile::~TiffFile() {
  close();
}

void TiffFile::close() {
  if (tiff_ != nullptr)
    TIFFClose(tiff_);
  tiff_ = nullptr;
}

Status TiffFile::start(const char* mode) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
      TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
  if (!options)
    return imaging::outOfMemory();
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), &Memory::complain, memory_.get());
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), &Memory::ignore, nullptr);
  tiff_ = TIFFClientOpenExt("", mode, memory_.get(), &Memory::read, &Memory::write, &Memory::seek,
                            &Memory::close, &Memory::size, nullptr, nullptr, options.get());
  return tiff_ != nullptr ? Status{} : error();
}

Status TiffFile::open(ByteView file) {
  memory_ = std::make_unique<Memory>();
  memory_->source = file;
  return start("rmc"); // not mapped; strips as they are, not cut into smaller ones
}

Status TiffFile::create(TiffOrder order) {
  memory_ = std::make_unique<Memory>();
  memory_->writing = true;
  std::string mode = order.bigEndian ? "wb" : "wl";
  if (order.big)
    mode += '8';
  return start(mode.c_str());
}

TiffOrder TiffFile::order() const {
  return {TIFFIsBigEndian(tiff_) != 0, TIFFIsBigTIFF(tiff_) != 0};
}

Result<Bytes> TiffFile::finish() {
  if (TIFFWriteDirectory(tiff_) == 0)
    return error();
  close();
  return std::move(memory_->target);
}

Error TiffFile::error() const {
  return damagedTiff(memory_->complaint.data());
}

} // namespace photoscrub::redact
