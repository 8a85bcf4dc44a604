/// Directories and their entries (TIFF 6.0, section 2; BigTIFF) as reading, writing and auditing
/// share them. Pure; views show the file's bytes.
#pragma once

#include "base/bytes.h"
#include "base/limits.h"

#include <optional>
#include <vector>

namespace photoscrub::formats::tiff {

/// Field types, TIFF 6.0 section 2, technical note 1 and BigTIFF.
inline constexpr std::uint16_t kByte = 1, kAscii = 2, kShort = 3, kLong = 4, kRational = 5,
                               kUndefined = 7, kIfd = 13, kLong8 = 16, kIfd8 = 18;

/// Bytes of one value of `type`; 0 for a type that does not exist.
std::uint64_t valueSize(std::uint16_t type);

/// Byte order and size of offsets.
struct Variant {
  Endian endian = Endian::little;
  bool big = false; ///< BigTIFF

  std::uint64_t headerSize() const { return big ? 16 : 8; }
  /// Bytes of a value that stand in the entry itself.
  std::uint64_t inlineSize() const { return big ? 8 : 4; }
  std::uint64_t entrySize() const { return big ? 20 : 12; }
  /// Of a directory with so many entries: count, entries, link to the next.
  std::uint64_t directorySize(std::uint64_t entries) const {
    return (big ? 8 : 2) + entries * entrySize() + inlineSize();
  }
  /// The type photoscrub writes offsets and byte counts in.
  std::uint16_t offsetType() const { return big ? kLong8 : kLong; }
  friend bool operator==(const Variant&, const Variant&) = default;
};

/// An offset or a count of `variant`: four or eight bytes. Errors: truncated.
Result<std::uint64_t> readOffset(ByteReader& reader, Variant variant);
/// REQUIRES: it fits.
void writeOffset(ByteWriter& writer, Variant variant, std::uint64_t value);

struct Header {
  Variant variant;
  std::uint64_t firstDirectory = 0;
};
/// Errors: malformed.
Result<Header> readHeader(ByteView file);

struct Entry {
  std::uint16_t tag = 0;
  std::uint16_t type = 0;
  std::uint64_t count = 0;
  std::uint64_t valueAt = 0; ///< where the value stands in the file, or would
  ByteView value;            ///< empty if it does not lie in the file, or the type is unknown
  bool isInline = true;
};

struct Directory {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::vector<Entry> entries;
  std::uint64_t next = 0; ///< 0: it is the last

  /// The first entry with this tag, which is the one readers take; null if none.
  const Entry* find(std::uint16_t tag) const;
};

/// Entries and strips of one file so far; counted against Limits::maxParts.
struct Parts {
  std::uint64_t count = 0;
  /// Errors: limit.
  Status add(std::uint64_t more, const Limits& limits);
};

/// The directory at `offset`. Errors: truncated, limit.
Result<Directory> readDirectory(ByteView file, Variant variant, std::uint64_t offset, Parts& parts,
                                const Limits& limits);

/// Value `index` of an entry of whole numbers (BYTE, SHORT, LONG, LONG8, IFD); nothing for other
/// types or where there is none.
std::optional<std::uint64_t> numberAt(const Entry& entry, Endian endian, std::uint64_t index);

struct Rational {
  std::uint32_t numerator = 0;
  std::uint32_t denominator = 1;
};
/// Value `index` of an entry of type RATIONAL; nothing for other types or a denominator of 0.
std::optional<Rational> rationalAt(const Entry& entry, Endian endian, std::uint64_t index);

} // namespace photoscrub::formats::tiff
