#include "formats/tiff_syntax.h"

#include <algorithm>

namespace photoscrub::formats::tiff {

namespace {

constexpr std::uint16_t kClassicVersion = 42, kBigVersion = 43;

Error malformed(std::string detail, std::uint64_t offset) {
  return {ErrorCode::malformed, "The TIFF picture is damaged and cannot be read", std::move(detail),
          offset};
}

Result<Entry> readEntry(ByteReader& reader, ByteView file, Variant variant) {
  Entry entry;
  PHOTOSCRUB_TRY(tag, reader.u16());
  PHOTOSCRUB_TRY(type, reader.u16());
  PHOTOSCRUB_TRY(count, readOffset(reader, variant));
  entry.tag = tag;
  entry.type = type;
  entry.count = count;
  entry.valueAt = reader.position();
  PHOTOSCRUB_TRY(field, reader.take(variant.inlineSize()));
  const auto size = valueSize(type);
  if (size == 0 || count > file.size() / size)
    return entry;
  if (count * size <= field.size()) {
    entry.value = field.first(static_cast<std::size_t>(count * size));
    return entry;
  }
  ByteReader pointer(field, variant.endian);
  PHOTOSCRUB_TRY(at, readOffset(pointer, variant));
  entry.isInline = false;
  entry.valueAt = at;
  ByteReader values(file);
  if (values.seek(at).ok())
    if (const auto value = values.take(count * size); value.ok())
      entry.value = value.value();
  return entry;
}

} // namespace

std::uint64_t valueSize(std::uint16_t type) {
  switch (type) {
  case 1: // BYTE
  case 2: // ASCII
  case 6: // SBYTE
  case 7: // UNDEFINED
    return 1;
  case 3: // SHORT
  case 8: // SSHORT
    return 2;
  case 4:  // LONG
  case 9:  // SLONG
  case 11: // FLOAT
  case 13: // IFD
    return 4;
  case 5:  // RATIONAL
  case 10: // SRATIONAL
  case 12: // DOUBLE
  case 16: // LONG8
  case 17: // SLONG8
  case 18: // IFD8
    return 8;
  default:
    return 0;
  }
}

Result<std::uint64_t> readOffset(ByteReader& reader, Variant variant) {
  if (variant.big)
    return reader.u64();
  PHOTOSCRUB_TRY(value, reader.u32());
  return std::uint64_t{value};
}

void writeOffset(ByteWriter& writer, Variant variant, std::uint64_t value) {
  if (variant.big)
    writer.u64(value);
  else
    writer.u32(static_cast<std::uint32_t>(value));
}

Result<Header> readHeader(ByteView file) {
  Header header;
  const bool little = startsWith(file, asBytes("II"));
  if (!little && !startsWith(file, asBytes("MM")))
    return malformed("byte order", 0);
  header.variant.endian = little ? Endian::little : Endian::big;
  ByteReader reader(file, header.variant.endian);
  PHOTOSCRUB_CHECK(reader.skip(2));
  PHOTOSCRUB_TRY(version, reader.u16());
  if (version != kClassicVersion && version != kBigVersion)
    return malformed("version", 2);
  if (version == kBigVersion) {
    header.variant.big = true;
    PHOTOSCRUB_TRY(offsetBytes, reader.u16());
    PHOTOSCRUB_TRY(zero, reader.u16());
    if (offsetBytes != 8 || zero != 0)
      return malformed("size of offsets", 4);
  }
  PHOTOSCRUB_TRY(first, readOffset(reader, header.variant));
  header.firstDirectory = first;
  return header;
}

const Entry* Directory::find(std::uint16_t tag) const {
  const auto it = std::find_if(entries.begin(), entries.end(),
                               [tag](const Entry& entry) { return entry.tag == tag; });
  return it == entries.end() ? nullptr : &*it;
}

Status Parts::add(std::uint64_t more, const Limits& limits) {
  if (more > limits.maxParts || (count += more) > limits.maxParts)
    return Error{ErrorCode::limit, "The picture has more parts than the set limits allow",
                 "directory entries and strips"};
  return {};
}

Result<Directory> readDirectory(ByteView file, Variant variant, std::uint64_t offset, Parts& parts,
                                const Limits& limits) {
  ByteReader reader(file, variant.endian);
  PHOTOSCRUB_CHECK(reader.seek(offset));
  Directory directory;
  directory.offset = offset;
  std::uint64_t entries = 0;
  if (variant.big) {
    PHOTOSCRUB_TRY(count, reader.u64());
    entries = count;
  } else {
    PHOTOSCRUB_TRY(count, reader.u16());
    entries = count;
  }
  PHOTOSCRUB_CHECK(parts.add(entries, limits));
  if (entries * variant.entrySize() > reader.left())
    return Error{ErrorCode::truncated, "The TIFF picture is not complete: its end is missing",
                 "directory", offset};
  for (std::uint64_t i = 0; i < entries; ++i) {
    PHOTOSCRUB_TRY(entry, readEntry(reader, file, variant));
    directory.entries.push_back(entry);
  }
  // Some writers leave out the link of the last directory at the end of the file.
  const auto next = readOffset(reader, variant);
  directory.next = next.ok() ? next.value() : 0;
  directory.size = reader.position() - offset;
  return directory;
}

std::optional<std::uint64_t> numberAt(const Entry& entry, Endian endian, std::uint64_t index) {
  const auto size = valueSize(entry.type);
  if (size == 0 || index >= entry.value.size() / size)
    return std::nullopt;
  ByteReader reader(entry.value, endian);
  if (!reader.seek(index * size).ok())
    return std::nullopt;
  switch (entry.type) {
  case kByte:
    return reader.u8().value();
  case kShort:
    return reader.u16().value();
  case kLong:
  case kIfd:
    return reader.u32().value();
  case kLong8:
  case kIfd8:
    return reader.u64().value();
  default:
    return std::nullopt;
  }
}

std::optional<Rational> rationalAt(const Entry& entry, Endian endian, std::uint64_t index) {
  if (entry.type != kRational || index >= entry.value.size() / valueSize(kRational))
    return std::nullopt;
  ByteReader reader(entry.value, endian);
  if (!reader.seek(index * valueSize(kRational)).ok())
    return std::nullopt;
  const Rational rational{reader.u32().value(), reader.u32().value()};
  if (rational.denominator == 0)
    return std::nullopt;
  return rational;
}

} // namespace photoscrub::formats::tiff
