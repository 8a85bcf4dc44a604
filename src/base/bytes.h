/// Borrowed and owned bytes, and the one way to read numbers out of them.
///
/// ByteReader is the only code that takes numbers from file bytes. It never reads past its view:
/// lengths are compared with what is left, never an end with an end. Not thread-safe by itself;
/// views may be shared.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace photoscrub {

/// Somebody else's bytes, read-only; whoever hands one out says whose.
using ByteView = std::span<const std::uint8_t>;
/// Our own bytes.
using Bytes = std::vector<std::uint8_t>;

enum class Endian { big, little };

/// The bytes of a string literal or string, without its closing NUL. Views `text`.
inline ByteView asBytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// The same bytes as characters. Views `bytes`.
inline std::string_view asText(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline bool startsWith(ByteView bytes, ByteView prefix) {
  return bytes.size() >= prefix.size() &&
         (prefix.empty() || std::memcmp(bytes.data(), prefix.data(), prefix.size()) == 0);
}
inline bool sameBytes(ByteView a, ByteView b) {
  return a.size() == b.size() && startsWith(a, b);
}

/// A cursor over a view. Every read that does not fit returns ErrorCode::truncated and moves
/// nothing.
class ByteReader {
public:
  explicit ByteReader(ByteView bytes, Endian endian = Endian::big)
      : bytes_(bytes), endian_(endian) {}

  std::uint64_t position() const { return position_; }
  std::uint64_t left() const { return bytes_.size() - position_; }
  bool atEnd() const { return left() == 0; }
  ByteView rest() const { return bytes_.subspan(position_); }

  Status seek(std::uint64_t position);
  Status skip(std::uint64_t count);

  Result<std::uint8_t> u8();
  Result<std::uint16_t> u16();
  Result<std::uint32_t> u32();
  Result<std::uint64_t> u64();
  /// The next `count` bytes as a view of the same memory.
  Result<ByteView> take(std::uint64_t count);

private:
  template <class T> Result<T> number();

  ByteView bytes_;
  std::size_t position_ = 0;
  Endian endian_;
};

/// Appends numbers and bytes to a buffer it owns.
class ByteWriter {
public:
  explicit ByteWriter(Endian endian = Endian::big) : endian_(endian) {}

  ByteWriter& u8(std::uint8_t value);
  ByteWriter& u16(std::uint16_t value);
  ByteWriter& u32(std::uint32_t value);
  ByteWriter& u64(std::uint64_t value);
  ByteWriter& bytes(ByteView view);

  const Bytes& view() const { return bytes_; }
  std::size_t size() const { return bytes_.size(); }
  /// Replaces four bytes written before. REQUIRES: position + 4 <= size().
  void patchU32(std::size_t position, std::uint32_t value);
  Bytes take() && { return std::move(bytes_); }

private:
  Bytes bytes_;
  Endian endian_;
};

} // namespace photoscrub
