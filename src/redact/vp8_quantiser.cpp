#include "redact/vp8_quantiser.h"

#include <algorithm>
#include <array>

namespace photoscrub::redact {

namespace {

// The boolean decoder of RFC 6386, 7.3, for flags of probability one half: all that a frame header
// holds before its quantiser. Reads zeros behind the end.
class Flags {
public:
  explicit Flags(ByteView bytes) : bytes_(bytes) {
    value_ = nextByte() << 8;
    value_ |= nextByte();
  }

  bool flag() {
    const unsigned split = 1 + (((range_ - 1) * 128) >> 8);
    const bool set = value_ >= split << 8;
    if (set) {
      range_ -= split;
      value_ -= split << 8;
    } else {
      range_ = split;
    }
    while (range_ < 128) {
      value_ <<= 1;
      range_ <<= 1;
      if (++shifted_ == 8) {
        shifted_ = 0;
        value_ |= nextByte();
      }
    }
    return set;
  }
  int number(int bits) {
    int value = 0;
    while (bits-- > 0)
      value = value << 1 | (flag() ? 1 : 0);
    return value;
  }
  /// A value with a sign behind it that may be left out (9.3, 9.6).
  int optionalNumber(int bits) {
    if (!flag())
      return 0;
    const int value = number(bits);
    return flag() ? -value : value;
  }
  bool pastEnd() const { return pastEnd_; }

private:
  unsigned nextByte() {
    if (at_ < bytes_.size())
      return bytes_[at_++];
    pastEnd_ = true;
    return 0;
  }

  ByteView bytes_;
  std::size_t at_ = 0;
  unsigned value_ = 0;
  unsigned range_ = 255;
  int shifted_ = 0;
  bool pastEnd_ = false;
};

struct Segments {
  bool quantised = false; // with quantisers of their own
  bool absolute = false;
  std::array<int, 4> quantisers{};
};

// 9.3
Segments readSegments(Flags& flags) {
  Segments segments;
  if (!flags.flag())
    return segments;
  const bool map = flags.flag();
  if (flags.flag()) {
    segments.quantised = true;
    segments.absolute = flags.flag();
    for (int& quantiser : segments.quantisers)
      quantiser = flags.optionalNumber(7);
    for (int i = 0; i < 4; ++i)
      flags.optionalNumber(6);
  }
  for (int i = 0; map && i < 3; ++i)
    if (flags.flag())
      flags.number(8);
  return segments;
}

// 9.6
void skipFilter(Flags& flags) {
  flags.number(1 + 6 + 3);
  if (!flags.flag() || !flags.flag())
    return;
  for (int i = 0; i < 8; ++i)
    flags.optionalNumber(6);
}

constexpr std::size_t kFrameHeaderBytes = 10; // tag, start code, width, height (9.1)
constexpr int kCoarsest = 127;

} // namespace

std::optional<int> vp8Quantiser(ByteView frame) {
  const bool keyFrame = !frame.empty() && (frame[0] & 1) == 0;
  if (frame.size() < kFrameHeaderBytes || !keyFrame)
    return std::nullopt;
  Flags flags(frame.subspan(kFrameHeaderBytes));
  flags.number(2); // colour space, clamping
  const Segments segments = readSegments(flags);
  skipFilter(flags);
  flags.number(2); // partitions
  const int base = flags.number(7);
  if (flags.pastEnd())
    return std::nullopt;
  int finest = base;
  if (segments.quantised) {
    finest = kCoarsest;
    for (const int quantiser : segments.quantisers)
      finest = std::min(finest, segments.absolute ? quantiser : base + quantiser);
  }
  return std::clamp(finest, 0, kCoarsest);
}

ByteView firstVp8Frame(ByteView file) {
  constexpr std::uint64_t kRiffHeader = 12, kAnimationFrameHeader = 16;
  ByteReader reader(file, Endian::little);
  if (!reader.skip(kRiffHeader).ok())
    return {};
  for (;;) {
    const auto name = reader.take(4);
    const auto size = reader.u32();
    if (!name.ok() || !size.ok())
      return {};
    if (asText(name.value()) == "VP8 ")
      return reader.rest().first(std::min<std::size_t>(size.value(), reader.left()));
    // A frame of an animation holds chunks of its own.
    const bool nested = asText(name.value()) == "ANMF";
    const std::uint64_t step =
        nested ? kAnimationFrameHeader : std::uint64_t{size.value()} + size.value() % 2;
    if (!reader.skip(step).ok())
      return {};
  }
}

} // namespace photoscrub::redact
