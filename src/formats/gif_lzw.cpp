#include "formats/gif_lzw.h"

#include <algorithm>

namespace photoscrub::formats::gif {

namespace {
constexpr unsigned kMaxWidth = 12, kTableSize = 1u << kMaxWidth;
}

LzwMeter::LzwMeter(std::uint8_t codeSize, std::uint64_t pixels)
    : clearCode_(1u << codeSize), pixelsLeft_(pixels), startWidth_(codeSize + 1u) {
  std::fill_n(lengths_.begin(), clearCode_, 1u);
  clear();
}

void LzwMeter::clear() {
  width_ = startWidth_;
  nextEntry_ = clearCode_ + 2;
  previous_ = -1;
}

void LzwMeter::feed(ByteView bytes) {
  for (const std::uint8_t byte : bytes) {
    if (ended())
      return;
    ++fed_;
    bits_ |= static_cast<std::uint32_t>(byte) << bitCount_;
    bitCount_ += 8;
    while (bitCount_ >= width_ && !ended()) {
      const unsigned value = bits_ & ((1u << width_) - 1);
      bits_ >>= width_;
      bitCount_ -= width_;
      bitsUsed_ += width_;
      code(value);
    }
  }
}

void LzwMeter::code(unsigned value) {
  if (state_ != State::coding)
    return afterPicture(value);
  if (value == clearCode_)
    return clear();
  if (value == clearCode_ + 1 || !addEntry(value))
    return endHere();
  const auto length = lengths_[value];
  previous_ = static_cast<int>(value);
  pixelsLeft_ -= std::min<std::uint64_t>(pixelsLeft_, length);
  if (pixelsLeft_ == 0) {
    state_ = State::complete;
    endBit_ = bitsUsed_;
  }
}

// The table as the decoder has it before it looks the code up. False if the code cannot be.
bool LzwMeter::addEntry(unsigned value) {
  if (previous_ < 0)
    return value < clearCode_;
  if (nextEntry_ < kTableSize) {
    lengths_[nextEntry_] = lengths_[static_cast<unsigned>(previous_)] + 1;
    ++nextEntry_;
    if (nextEntry_ == 1u << width_ && width_ < kMaxWidth)
      ++width_;
  }
  return value < nextEntry_;
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
