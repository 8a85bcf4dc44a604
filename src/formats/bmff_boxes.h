/// Boxes: the syntax that ISO/IEC 14496-12 (4.2), JPEG 2000 (ISO/IEC 15444-1, I.4) and JPEG XL
/// (ISO/IEC 18181-2, 4.1) share. Pure; reads through ByteReader only.
#pragma once

#include "base/bytes.h"
#include "base/limits.h"

#include <string_view>

namespace photoscrub::formats::bmff {

struct Box {
  std::string_view type;        ///< four characters; views the file
  std::uint64_t offset = 0;     ///< of its first byte, in the file
  std::uint64_t headerSize = 0; ///< size, type, and the 64-bit size or the user type if there
  ByteView payload;             ///< what follows the header; views the file
  ByteView userType;            ///< the 16 bytes of a `uuid` box, else empty
  bool toEndOfFile = false;     ///< its size field is 0

  std::uint64_t size() const { return headerSize + payload.size(); }
  std::uint64_t end() const { return offset + size(); }
  bool is(std::string_view name) const { return type == name; }
};

/// Goes over the boxes that fill a view, one after the other. One a nesting level; every level of
/// one file shares a Count.
class BoxReader {
public:
  /// Boxes of one file seen so far, over all levels.
  struct Count {
    std::uint32_t boxes = 0;
  };
  enum class Level {
    file,     ///< a size of 0 means: up to the end
    contained ///< there it is damage
  };

  /// `bytes` begin at `offset` of the file.
  BoxReader(ByteView bytes, std::uint64_t offset, Level level, Count& count, const Limits& limits)
      : reader_(bytes), offset_(offset), level_(level), count_(count), limits_(limits) {}
  /// The boxes inside `box`, behind `skip` bytes of its payload (a FullBox has 4 before them).
  /// REQUIRES: skip <= box.payload.size().
  static BoxReader inside(const Box& box, std::uint64_t skip, Count& count, const Limits& limits);

  bool atEnd() const { return reader_.atEnd(); }
  /// Where the next box begins, in the file.
  std::uint64_t position() const { return offset_ + reader_.position(); }
  /// The next box. Errors: truncated (it says it is longer than what is left), malformed (shorter
  /// than its own header), limit (more boxes than Limits::maxParts). After an error the position is
  /// that of the bad box.
  Result<Box> next();

private:
  Result<Box> read();

  ByteReader reader_;
  std::uint64_t offset_;
  Level level_;
  Count& count_;
  const Limits& limits_;
};

/// Version and flags of a FullBox (14496-12, 4.2), the first four bytes of its payload.
struct FullBox {
  std::uint8_t version = 0;
  std::uint32_t flags = 0;
  ByteView body; ///< what follows
};
/// Errors: truncated.
Result<FullBox> readFullBox(const Box& box);

/// A box being written: the header now, its size when the object goes.
///   { BoxScope meta(out, "meta"); out.u32(0); ... }
/// REQUIRES: less than 4 GiB in it.
class BoxScope {
public:
  BoxScope(ByteWriter& out, std::string_view type);
  ~BoxScope();
  BoxScope(const BoxScope&) = delete;
  BoxScope& operator=(const BoxScope&) = delete;

private:
  ByteWriter& out_;
  std::size_t begin_;
};

} // namespace photoscrub::formats::bmff
