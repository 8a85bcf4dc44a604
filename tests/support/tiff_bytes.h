/// TIFF files as lists of pages, taken apart and put together without the code under test. Pure;
/// the splitter trusts its input: it is for files a test made itself.
#pragma once

#include "base/bytes.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace photoscrub::test {

struct TiffTag {
  std::uint16_t id = 0;
  std::uint16_t type = 0;
  Bytes value{}; ///< in the file's byte order
};

struct TiffPage {
  std::vector<TiffTag> tags{}; ///< without offsets and byte counts
  std::vector<Bytes> cells{};  ///< strips or tiles; an empty one is not there
  bool tiled = false;
  bool withCounts = true;
};

struct TiffParts {
  Endian endian = Endian::little;
  bool big = false;
  std::vector<TiffPage> pages{};
};

inline std::size_t tiffValueSize(std::uint16_t type) {
  switch (type) {
  case 3:
    return 2;
  case 4:
  case 13:
    return 4;
  case 5:
  case 16:
    return 8;
  default:
    return 1;
  }
}

/// Numbers of type SHORT (3), LONG (4) or LONG8 (16); for RATIONAL (5), one after the other.
inline TiffTag numbersTag(const TiffParts& file, std::uint16_t id, std::uint16_t type,
                          const std::vector<std::uint64_t>& values) {
  ByteWriter out(file.endian);
  for (const auto value : values)
    if (type == 16)
      out.u64(value);
    else if (type == 3)
      out.u16(static_cast<std::uint16_t>(value));
    else if (type == 1)
      out.u8(static_cast<std::uint8_t>(value));
    else
      out.u32(static_cast<std::uint32_t>(value));
  return {id, type, std::move(out).take()};
}

/// With its closing NUL.
inline TiffTag asciiTag(std::uint16_t id, std::string_view text) {
  TiffTag tag{id, 2, {text.begin(), text.end()}};
  tag.value.push_back(0);
  return tag;
}

inline TiffTag bytesTag(std::uint16_t id, const Bytes& value) {
  return {id, 7, value};
}

inline TiffTag* findTag(TiffPage& page, std::uint16_t id) {
  const auto it = std::find_if(page.tags.begin(), page.tags.end(),
                               [id](const TiffTag& tag) { return tag.id == id; });
  return it == page.tags.end() ? nullptr : &*it;
}

/// In place of one with the same id, or in ascending order.
inline void setTag(TiffPage& page, TiffTag tag) {
  std::erase_if(page.tags, [&](const TiffTag& other) { return other.id == tag.id; });
  const auto at = std::find_if(page.tags.begin(), page.tags.end(),
                               [&](const TiffTag& other) { return other.id > tag.id; });
  page.tags.insert(at, std::move(tag));
}

inline void putTiffOffset(ByteWriter& out, bool big, std::uint64_t value) {
  if (big)
    out.u64(value);
  else
    out.u32(static_cast<std::uint32_t>(value));
}

/// A directory at `offset`, its long values behind it. `next` is the offset of the next one.
inline Bytes tiffDirectory(const TiffParts& file, const std::vector<TiffTag>& tags,
                           std::uint64_t offset, std::uint64_t next) {
  ByteWriter head(file.endian), values(file.endian);
  const std::size_t room = file.big ? 8 : 4;
  const auto valuesAt = offset + (file.big ? 16 + 20 * tags.size() : 6 + 12 * tags.size());
  if (file.big)
    head.u64(tags.size());
  else
    head.u16(static_cast<std::uint16_t>(tags.size()));
  for (const auto& tag : tags) {
    head.u16(tag.id).u16(tag.type);
    putTiffOffset(head, file.big, tag.value.size() / tiffValueSize(tag.type));
    if (tag.value.size() <= room) {
      head.bytes(tag.value).bytes(Bytes(room - tag.value.size()));
      continue;
    }
    putTiffOffset(head, file.big, valuesAt + values.size());
    values.bytes(tag.value);
    if (values.size() % 2 != 0)
      values.u8(0);
  }
  putTiffOffset(head, file.big, next);
  head.bytes(values.view());
  return std::move(head).take();
}

/// Image data in front, directories behind, as many programs write it.
inline Bytes joinTiff(const TiffParts& file) {
  ByteWriter out(file.endian);
  out.bytes(asBytes(file.endian == Endian::little ? "II" : "MM"));
  if (file.big)
    out.u16(43).u16(8).u16(0);
  else
    out.u16(42);
  std::vector<std::vector<TiffTag>> directories;
  ByteWriter data(file.endian);
  const std::uint64_t headerSize = file.big ? 16 : 8;
  for (const auto& page : file.pages) {
    std::vector<std::uint64_t> offsets, sizes;
    for (const auto& cell : page.cells) {
      offsets.push_back(cell.empty() ? 0 : headerSize + data.size());
      sizes.push_back(cell.size());
      data.bytes(cell);
    }
    if (data.size() % 2 != 0)
      data.u8(0);
    auto whole = page;
    const std::uint16_t type = file.big ? 16 : 4;
    if (!page.cells.empty()) {
      setTag(whole, numbersTag(file, page.tiled ? 324 : 273, type, offsets));
      if (page.withCounts)
        setTag(whole, numbersTag(file, page.tiled ? 325 : 279, type, sizes));
    }
    directories.push_back(whole.tags);
  }
  auto at = headerSize + data.size();
  putTiffOffset(out, file.big, at);
  out.bytes(data.view());
  for (std::size_t i = 0; i < directories.size(); ++i) {
    const auto size = tiffDirectory(file, directories[i], at, 0).size();
    const auto next = i + 1 < directories.size() ? at + size : 0;
    out.bytes(tiffDirectory(file, directories[i], at, next));
    at += size;
  }
  return std::move(out).take();
}

inline TiffParts splitTiff(ByteView bytes) {
  TiffParts file;
  file.endian = bytes[0] == 'I' ? Endian::little : Endian::big;
  ByteReader reader(bytes, file.endian);
  const auto offset = [&](ByteReader& from) {
    return file.big ? from.u64().value() : std::uint64_t{from.u32().value()};
  };
  static_cast<void>(reader.skip(2));
  file.big = reader.u16().value() == 43;
  if (file.big)
    static_cast<void>(reader.skip(4));
  for (auto at = offset(reader); at != 0; at = offset(reader)) {
    static_cast<void>(reader.seek(at));
    TiffPage page;
    std::vector<std::uint64_t> offsets, sizes;
    const auto count = file.big ? reader.u64().value() : reader.u16().value();
    for (std::uint64_t i = 0; i < count; ++i) {
      TiffTag tag;
      tag.id = reader.u16().value();
      tag.type = reader.u16().value();
      const auto size = offset(reader) * tiffValueSize(tag.type);
      const auto field = reader.take(file.big ? 8 : 4).value();
      ByteReader inside(field, file.endian);
      const auto value = size <= field.size()
                             ? field.first(static_cast<std::size_t>(size))
                             : bytes.subspan(static_cast<std::size_t>(offset(inside)),
                                             static_cast<std::size_t>(size));
      tag.value.assign(value.begin(), value.end());
      const bool isOffsets = tag.id == 273 || tag.id == 324;
      if (!isOffsets && tag.id != 279 && tag.id != 325) {
        page.tags.push_back(std::move(tag));
        continue;
      }
      page.tiled = tag.id > 300;
      ByteReader numbers(tag.value, file.endian);
      while (!numbers.atEnd())
        (isOffsets ? offsets : sizes)
            .push_back(tag.type == 3
                           ? numbers.u16().value()
                           : (tag.type == 4 ? numbers.u32().value() : numbers.u64().value()));
    }
    for (std::size_t i = 0; i < offsets.size(); ++i) {
      const auto cell =
          bytes.subspan(static_cast<std::size_t>(offsets[i]), static_cast<std::size_t>(sizes[i]));
      page.cells.emplace_back(cell.begin(), cell.end());
    }
    file.pages.push_back(std::move(page));
  }
  return file;
}

} // namespace photoscrub::test
