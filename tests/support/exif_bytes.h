/// Exif blocks (TIFF structures) from lists of tags. Pure.
#pragma once

#include "base/bytes.h"

#include <string_view>
#include <vector>

namespace photoscrub::test {

struct ExifTag {
  std::uint16_t tag = 0;
  std::uint16_t type = 0;
  std::uint32_t count = 0;
  Bytes value{}; ///< in the block's byte order; behind the directory if longer than four bytes
};

inline ExifTag shortTag(Endian endian, std::uint16_t tag, std::uint16_t value) {
  return {tag, 3, 1, std::move(ByteWriter(endian).u16(value)).take()};
}
inline ExifTag longTag(Endian endian, std::uint16_t tag, std::uint32_t value) {
  return {tag, 4, 1, std::move(ByteWriter(endian).u32(value)).take()};
}
/// With its closing NUL.
inline ExifTag textTag(std::uint16_t tag, std::string_view text) {
  Bytes value(text.begin(), text.end());
  value.push_back(0);
  return {tag, 2, static_cast<std::uint32_t>(value.size()), value};
}

inline std::size_t directorySize(const std::vector<ExifTag>& tags) {
  std::size_t size = 2 + 12 * tags.size() + 4;
  for (const auto& tag : tags)
    if (tag.value.size() > 4)
      size += (tag.value.size() + 1) / 2 * 2;
  return size;
}

/// A directory that stands at `offset` of its block, its long values behind it.
inline Bytes exifDirectory(Endian endian, const std::vector<ExifTag>& tags, std::uint32_t offset,
                           std::uint32_t next = 0) {
  ByteWriter directory(endian), values(endian);
  const auto valuesAt = offset + 2 + 12 * static_cast<std::uint32_t>(tags.size()) + 4;
  directory.u16(static_cast<std::uint16_t>(tags.size()));
  for (const auto& tag : tags) {
    directory.u16(tag.tag).u16(tag.type).u32(tag.count);
    if (tag.value.size() > 4) {
      directory.u32(valuesAt + static_cast<std::uint32_t>(values.view().size()));
      values.bytes(tag.value);
      if (tag.value.size() % 2 != 0)
        values.u8(0);
    } else {
      directory.bytes(tag.value).bytes(Bytes(4 - tag.value.size()));
    }
  }
  directory.u32(next).bytes(values.view());
  return std::move(directory).take();
}

inline Bytes exifHead(Endian endian, std::uint32_t firstDirectory = 8) {
  ByteWriter out(endian);
  out.bytes(asBytes(endian == Endian::little ? "II" : "MM")).u16(42).u32(firstDirectory);
  return std::move(out).take();
}

/// A block with one directory; and, if `exif` is not empty, an Exif directory that `ifd0` gets a
/// pointer to as its last tag.
inline Bytes exifBlock(Endian endian, std::vector<ExifTag> ifd0, std::vector<ExifTag> exif = {},
                       const std::vector<ExifTag>& interop = {}) {
  constexpr std::uint16_t kExifPointer = 0x8769, kInteropPointer = 0xA005;
  if (!exif.empty())
    ifd0.push_back(longTag(endian, kExifPointer, 0));
  if (!interop.empty())
    exif.push_back(longTag(endian, kInteropPointer, 0));
  const auto exifAt = static_cast<std::uint32_t>(8 + directorySize(ifd0));
  const auto interopAt = static_cast<std::uint32_t>(exifAt + directorySize(exif));
  if (!exif.empty())
    ifd0.back() = longTag(endian, kExifPointer, exifAt);
  if (!interop.empty())
    exif.back() = longTag(endian, kInteropPointer, interopAt);
  ByteWriter out(endian);
  out.bytes(exifHead(endian)).bytes(exifDirectory(endian, ifd0, 8));
  if (!exif.empty())
    out.bytes(exifDirectory(endian, exif, exifAt));
  if (!interop.empty())
    out.bytes(exifDirectory(endian, interop, interopAt));
  return std::move(out).take();
}

} // namespace photoscrub::test
