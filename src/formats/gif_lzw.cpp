#include "formats/gif_lzw.h"

#include <algorithm>

namespace photoscrub::formats::gif {

namespace {
constexpr unsigned kMaxWidth = 12, kTableSize = 1u << kMaxWidth;
constexpr unsigned kBits = 64;
} // namespace

LzwMeter::LzwMeter(std::uint8_t codeSize, std::uint64_t pixels)
    : clearCode_(1u << codeSize), pixelsLeft_(pixels), startWidth_(codeSize + 1u) {
  std::fill_n(lengths_.begin(), clearCode_, 1u);
  clear();
}

void LzwMeter::clear() {
  table_ = {startWidth_, clearCode_ + 2, -1};
}

void LzwMeter::feed(ByteView bytes) {
  fed_ += bytes.size();
  for (std::size_t at = 0; !ended();) {
    for (; bitCount_ <= kBits - 8 && at < bytes.size(); ++at, bitCount_ += 8)
      bits_ |= static_cast<std::uint64_t>(bytes[at]) << bitCount_;
    if (bitCount_ < table_.width)
      return;
    if (state_ == State::coding)
      followCodes();
    else
      afterPicture(nextCode());
  }
}

unsigned LzwMeter::nextCode() {
  const auto code = static_cast<unsigned>(bits_) & ((1u << table_.width) - 1);
  bits_ >>= table_.width;
  bitCount_ -= table_.width;
  bitsUsed_ += table_.width;
  return code;
}

// All whole codes that wait. Most of a file is spent here: what changes with each code is kept out
// of memory.
void LzwMeter::followCodes() {
  Table table = table_;
  std::uint64_t bits = bits_, pixelsLeft = pixelsLeft_;
  unsigned count = bitCount_;
  State state = State::coding;
  while (count >= table.width && state == State::coding) {
    const auto value = static_cast<unsigned>(bits) & ((1u << table.width) - 1);
    bits >>= table.width;
    count -= table.width;
    if (value == clearCode_) {
      table = {startWidth_, clearCode_ + 2, -1};
    } else if (value == clearCode_ + 1 || !addEntry(table, value)) {
      state = State::ended;
    } else {
      const auto length = lengths_[value];
      pixelsLeft -= std::min<std::uint64_t>(pixelsLeft, length);
      if (pixelsLeft == 0)
        state = State::complete;
    }
  }
  bitsUsed_ += bitCount_ - count;
  table_ = table;
  bits_ = bits;
  bitCount_ = count;
  pixelsLeft_ = pixelsLeft;
  state_ = state;
  if (state != State::coding)
    endBit_ = bitsUsed_;
}

// The table as the decoder has it before it looks the code up. False if the code cannot be.
inline bool LzwMeter::addEntry(Table& table, unsigned value) {
  const int previous = table.previous;
  table.previous = static_cast<int>(value);
  if (previous < 0)
    return value < clearCode_;
  if (table.nextEntry < kTableSize) {
    lengths_[table.nextEntry] = lengths_[static_cast<unsigned>(previous)] + 1;
    ++table.nextEntry;
    if (table.nextEntry == 1u << table.width && table.width < kMaxWidth)
      ++table.width;
  }
  return value < table.nextEntry;
}

void LzwMeter::afterPicture(unsigned value) {
  if (value == clearCode_ + 1)
    return endHere();
  if (value != clearCode_ || state_ == State::cleared) {
    state_ = State::ended;
    return;
  }
  state_ = State::cleared;
  clear();
}

void LzwMeter::endHere() {
  state_ = State::ended;
  endBit_ = bitsUsed_;
}

std::uint64_t LzwMeter::bytes() const {
  return state_ == State::coding ? fed_ : (endBit_ + 7) / 8;
}

std::uint8_t LzwMeter::lastByteMask() const {
  const auto used = state_ == State::coding ? 0 : endBit_ % 8;
  return used == 0 ? std::uint8_t{0xFF} : static_cast<std::uint8_t>((1u << used) - 1);
}

} // namespace photoscrub::formats::gif
