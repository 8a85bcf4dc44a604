#include "formats/exif_block.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace photoscrub::formats {

namespace {

// Tags of Exif 2.32, clause 4.6.
constexpr std::uint16_t kImageDescription = 0x010E;
constexpr std::uint16_t kOrientation = 0x0112;
constexpr std::uint16_t kArtist = 0x013B;
constexpr std::uint16_t kCopyright = 0x8298;
constexpr std::uint16_t kExifIfd = 0x8769;
constexpr std::uint16_t kDateTimeOriginal = 0x9003;
constexpr std::uint16_t kInteropIfd = 0xA005;
constexpr std::uint16_t kInteropIndex = 0x0001;

constexpr std::uint16_t kAscii = 2, kShort = 3, kLong = 4;
constexpr int kMaxEntries = 1000; // Exif of real cameras stays under 100 an IFD

struct Entry {
  std::uint16_t tag = 0;
  std::uint16_t type = 0;
  std::uint32_t count = 0;
  std::uint64_t valueAt = 0; // of the four bytes that hold the value or its offset
};

std::optional<Endian> byteOrder(ByteView block) {
  if (startsWith(block, asBytes(std::string_view("II*\0", 4))))
    return Endian::little;
  if (startsWith(block, asBytes(std::string_view("MM\0*", 4))))
    return Endian::big;
  return std::nullopt;
}

Result<Entry> readEntry(ByteReader& reader) {
  Entry entry;
  PHOTOSCRUB_TRY(tag, reader.u16());
  PHOTOSCRUB_TRY(type, reader.u16());
  PHOTOSCRUB_TRY(count, reader.u32());
  entry.tag = tag;
  entry.type = type;
  entry.count = count;
  entry.valueAt = reader.position();
  PHOTOSCRUB_CHECK(reader.skip(4));
  return entry;
}

// Entries of the IFD at `offset`; those that can be read before the block ends.
std::vector<Entry> entriesAt(ByteView block, Endian endian, std::uint32_t offset) {
  std::vector<Entry> entries;
  ByteReader reader(block, endian);
  if (!reader.seek(offset).ok())
    return entries;
  const auto count = reader.u16();
  if (!count.ok())
    return entries;
  for (int i = 0; i < std::min<int>(count.value(), kMaxEntries); ++i) {
    auto entry = readEntry(reader);
    if (!entry.ok())
      break;
    entries.push_back(entry.value());
  }
  return entries;
}

std::optional<std::uint32_t> number(ByteView block, Endian endian, const Entry& entry) {
  ByteReader reader(block, endian);
  if (entry.count != 1 || !reader.seek(entry.valueAt).ok())
    return std::nullopt;
  if (entry.type == kShort) {
    const auto value = reader.u16();
    return value.ok() ? std::optional<std::uint32_t>(value.value()) : std::nullopt;
  }
  const auto value = reader.u32();
  return value.ok() ? std::optional<std::uint32_t>(value.value()) : std::nullopt;
}

const Entry* find(const std::vector<Entry>& entries, std::uint16_t tag) {
  const auto it = std::find_if(entries.begin(), entries.end(),
                               [tag](const Entry& entry) { return entry.tag == tag; });
  return it == entries.end() ? nullptr : &*it;
}

std::vector<Entry> subEntries(ByteView block, Endian endian, const std::vector<Entry>& parent,
                              std::uint16_t pointerTag) {
  const auto* pointer = find(parent, pointerTag);
  if (!pointer)
    return {};
  const auto offset = number(block, endian, *pointer);
  return offset ? entriesAt(block, endian, *offset) : std::vector<Entry>{};
}

bool isAdobeRgb(ByteView block, Endian endian, const std::vector<Entry>& ifd0) {
  const auto exif = subEntries(block, endian, ifd0, kExifIfd);
  const auto interop = subEntries(block, endian, exif, kInteropIfd);
  const auto* index = find(interop, kInteropIndex);
  return index && index->type == kAscii && index->count == 4 &&
         startsWith(block.subspan(static_cast<std::size_t>(index->valueAt)), asBytes("R03"));
}

Error notClean(std::string detail, std::uint64_t offset) {
  return {ErrorCode::leak, "The Exif block holds more than it may", std::move(detail), offset};
}

bool mayKeep(std::uint16_t tag, bool inExifIfd) {
  if (inExifIfd)
    return tag == kDateTimeOriginal;
  return tag == kOrientation || tag == kCopyright || tag == kArtist || tag == kImageDescription ||
         tag == kExifIfd;
}

// Walks a candidate for a clean block and accounts for each byte of it.
class CleanBlockCheck {
public:
  CleanBlockCheck(ByteView block, Endian endian)
      : block_(block), endian_(endian), used_(block.size(), false) {}

  Status run() {
    claim(0, 8);
    ByteReader reader(block_, endian_);
    PHOTOSCRUB_CHECK(reader.seek(4));
    PHOTOSCRUB_TRY(offset, reader.u32());
    PHOTOSCRUB_CHECK(directory(offset, false));
    // A value of odd length is padded to a word boundary (TIFF 6.0, section 2) with zero.
    for (std::size_t i = 0; i < used_.size(); ++i)
      if (!used_[i] && (block_[i] != 0 || (i > 0 && !used_[i - 1])))
        return notClean("bytes that no tag refers to", i);
    return {};
  }

private:
  bool claim(std::uint64_t offset, std::uint64_t size) {
    if (offset > block_.size() || size > block_.size() - offset)
      return false;
    for (std::uint64_t i = 0; i < size; ++i) {
      auto used = used_[static_cast<std::size_t>(offset + i)];
      if (used)
        return false;
      used = true;
    }
    return true;
  }

  Status directory(std::uint32_t offset, bool inExifIfd) {
    ByteReader reader(block_, endian_);
    PHOTOSCRUB_CHECK(reader.seek(offset));
    PHOTOSCRUB_TRY(count, reader.u16());
    if (!claim(offset, 2 + 12ull * count + 4))
      return notClean("directory overlaps", offset);
    int last = -1;
    for (int i = 0; i < count; ++i) {
      PHOTOSCRUB_TRY(entry, readEntry(reader));
      if (entry.tag <= last || !mayKeep(entry.tag, inExifIfd))
        return notClean("tag " + std::to_string(entry.tag), entry.valueAt);
      last = entry.tag;
      PHOTOSCRUB_CHECK(value(entry));
    }
    PHOTOSCRUB_TRY(next, reader.u32());
    if (next != 0)
      return notClean("a second directory", offset);
    return {};
  }

  Status value(const Entry& entry) {
    const auto single = number(block_, endian_, entry);
    if (entry.tag == kOrientation) {
      ByteReader padding(block_, endian_);
      PHOTOSCRUB_CHECK(padding.seek(entry.valueAt + 2));
      PHOTOSCRUB_TRY(rest, padding.u16());
      if (entry.type != kShort || !single || *single < 2 || *single > 8 || rest != 0)
        return notClean("orientation", entry.valueAt);
      return {};
    }
    if (entry.tag == kExifIfd) {
      if (entry.type != kLong || !single)
        return notClean("directory pointer", entry.valueAt);
      return directory(*single, true);
    }
    return text(entry);
  }

  Status text(const Entry& entry) {
    if (entry.type != kAscii || entry.count == 0)
      return notClean("text type", entry.valueAt);
    std::uint64_t at = entry.valueAt;
    if (entry.count > 4) {
      ByteReader reader(block_, endian_);
      PHOTOSCRUB_CHECK(reader.seek(entry.valueAt));
      PHOTOSCRUB_TRY(offset, reader.u32());
      at = offset;
      if (!claim(at, entry.count))
        return notClean("text overlaps", at);
    }
    const auto bytes = block_.subspan(static_cast<std::size_t>(at), entry.count);
    if (bytes.back() != 0 || std::count(bytes.begin(), bytes.end(), 0) != 1)
      return notClean("bytes after the end of a text", at);
    if (entry.count < 4)
      for (auto i = entry.count; i < 4; ++i)
        if (block_[static_cast<std::size_t>(entry.valueAt) + i] != 0)
          return notClean("bytes after the end of a text", at);
    return {};
  }

  ByteView block_;
  Endian endian_;
  std::vector<bool> used_;
};

} // namespace

ExifSummary summariseExif(ByteView block) {
  ExifSummary summary;
  const auto endian = byteOrder(block);
  if (!endian)
    return summary;
  ByteReader reader(block, *endian);
  if (!reader.seek(4).ok())
    return summary;
  const auto offset = reader.u32();
  if (!offset.ok())
    return summary;
  const auto ifd0 = entriesAt(block, *endian, offset.value());
  summary.readable = !ifd0.empty();
  if (const auto* entry = find(ifd0, kOrientation))
    if (const auto value = number(block, *endian, *entry))
      summary.orientation = orientationFrom(static_cast<int>(std::min<std::uint32_t>(*value, 9)));
  summary.adobeRgb = isAdobeRgb(block, *endian, ifd0);
  return summary;
}

Bytes orientationBlock(Orientation orientation) {
  if (orientation == Orientation::normal)
    return {};
  ByteWriter writer(Endian::big);
  writer.bytes(asBytes(std::string_view("MM\0*", 4))).u32(8).u16(1);
  writer.u16(kOrientation).u16(kShort).u32(1);
  writer.u16(static_cast<std::uint16_t>(orientation)).u16(0).u32(0);
  return std::move(writer).take();
}

Status checkCleanExif(ByteView block) {
  const auto endian = byteOrder(block);
  if (!endian || block.size() > 65'536)
    return notClean("no TIFF header", 0);
  return CleanBlockCheck(block, *endian).run();
}

} // namespace photoscrub::formats
