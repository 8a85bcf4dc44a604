/// Where the coded pixels of a GIF image end (GIF89a, appendix F), found without decoding them: the
/// codes are followed by their lengths only. Linear in the bytes fed. Not thread-safe by itself.
#pragma once

#include "base/bytes.h"

#include <array>

namespace photoscrub::formats::gif {

class LzwMeter {
public:
  /// `codeSize` is the minimum code size of the image. REQUIRES: kMinCodeSize to kMaxCodeSize.
  LzwMeter(std::uint8_t codeSize, std::uint64_t pixels);

  /// The next bytes of the coded data. Nothing is read past the end.
  void feed(ByteView bytes);

  /// A decoder stops here: at the end code, behind the last pixel, or at a code that cannot be.
  bool ended() const { return state_ == State::ended; }
  /// Bytes a decoder reads; all that were fed if the data end before the picture does. Valid when
  /// all data were fed.
  std::uint64_t bytes() const;
  /// The bits of the last of them that belong to codes.
  std::uint8_t lastByteMask() const;

private:
  enum class State {
    coding,
    complete, ///< all pixels are there; an end code may follow, also behind a clear code
    cleared,  ///< complete, and the clear code was there
    ended
  };
  struct Table {
    unsigned width = 0;     ///< bits of the next code
    unsigned nextEntry = 0; ///< of the table
    int previous = -1;      ///< the code before, -1 behind a clear code
  };
  void followCodes();
  unsigned nextCode();
  void afterPicture(unsigned value);
  void clear();
  bool addEntry(Table& table, unsigned value);
  void endHere();

  unsigned clearCode_;
  std::uint64_t pixelsLeft_;
  State state_ = State::coding;
  unsigned startWidth_;
  Table table_;
  std::array<std::uint32_t, 4096> lengths_{};
  std::uint64_t bits_ = 0; ///< read and not yet used
  unsigned bitCount_ = 0;
  std::uint64_t fed_ = 0, bitsUsed_ = 0;
  std::uint64_t endBit_ = 0; ///< where the picture ends, once complete
};

} // namespace photoscrub::formats::gif
