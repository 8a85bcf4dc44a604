#include "base/bytes.h"

#include <algorithm>

namespace photoscrub {

namespace {
Error endOfBytes(std::uint64_t position) {
  return {ErrorCode::truncated,
          "The photo is incomplete: its end is missing. Copy it again from where it came",
          "unexpected end", position};
}
} // namespace

Status ByteReader::seek(std::uint64_t position) {
  if (position > bytes_.size())
    return endOfBytes(position);
  position_ = static_cast<std::size_t>(position);
  return {};
}

Status ByteReader::skip(std::uint64_t count) {
  if (count > left())
    return endOfBytes(position_);
  position_ += static_cast<std::size_t>(count);
  return {};
}

template <class T> Result<T> ByteReader::number() {
  if (sizeof(T) > left())
    return endOfBytes(position_);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    const std::size_t at = endian_ == Endian::big ? i : sizeof(T) - 1 - i;
    value = (value << 8) | bytes_[position_ + at];
  }
  position_ += sizeof(T);
  return static_cast<T>(value);
}

Result<std::uint8_t> ByteReader::u8() {
  return number<std::uint8_t>();
}
Result<std::uint16_t> ByteReader::u16() {
  return number<std::uint16_t>();
}
Result<std::uint32_t> ByteReader::u32() {
  return number<std::uint32_t>();
}
Result<std::uint64_t> ByteReader::u64() {
  return number<std::uint64_t>();
}

Result<ByteView> ByteReader::take(std::uint64_t count) {
  if (count > left())
    return endOfBytes(position_);
  const auto view = bytes_.subspan(position_, static_cast<std::size_t>(count));
  position_ += view.size();
  return view;
}

ByteWriter& ByteWriter::u8(std::uint8_t value) {
  bytes_.push_back(value);
  return *this;
}

ByteWriter& ByteWriter::u16(std::uint16_t value) {
  const auto high = static_cast<std::uint8_t>(value >> 8);
  const auto low = static_cast<std::uint8_t>(value & 0xFF);
  return endian_ == Endian::big ? u8(high).u8(low) : u8(low).u8(high);
}

ByteWriter& ByteWriter::u32(std::uint32_t value) {
  const auto high = static_cast<std::uint16_t>(value >> 16);
  const auto low = static_cast<std::uint16_t>(value & 0xFFFF);
  return endian_ == Endian::big ? u16(high).u16(low) : u16(low).u16(high);
}

ByteWriter& ByteWriter::u64(std::uint64_t value) {
  const auto high = static_cast<std::uint32_t>(value >> 32);
  const auto low = static_cast<std::uint32_t>(value & 0xFFFFFFFF);
  return endian_ == Endian::big ? u32(high).u32(low) : u32(low).u32(high);
}

void ByteWriter::patchU32(std::size_t position, std::uint32_t value) {
  const auto patch = ByteWriter(endian_).u32(value).bytes_;
  std::copy(patch.begin(), patch.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(position));
}

ByteWriter& ByteWriter::bytes(ByteView view) {
  bytes_.insert(bytes_.end(), view.begin(), view.end());
  return *this;
}

} // namespace photoscrub
