#include "redact/gif_writer.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {

constexpr std::uint8_t kHasPalette = 0x80;
constexpr std::uint8_t kColourResolution = 0x70; // 8 bits: what it came from is not told

// Palettes have 2, 4, ... 256 entries; the size field holds the exponent less one.
int paletteBits(std::size_t bytes) {
  int bits = 1;
  while ((std::size_t{3} << bits) < bytes)
    ++bits;
  return bits;
}

void addPalette(ByteWriter& file, ByteView palette) {
  file.bytes(palette);
  const std::size_t full = std::size_t{3} << paletteBits(palette.size());
  for (std::size_t i = palette.size(); i < full; ++i)
    file.u8(0);
}

std::uint8_t paletteFlags(ByteView palette) {
  if (palette.empty())
    return 0;
  return static_cast<std::uint8_t>(kHasPalette | (paletteBits(palette.size()) - 1));
}

void addLoops(ByteWriter& file, std::uint16_t loops) {
  file.u8(0x21).u8(0xFF).u8(11).bytes(asBytes("NETSCAPE2.0"));
  file.u8(3).u8(1).u16(loops).u8(0);
}

void addControl(ByteWriter& file, const GifFrame& frame) {
  const int flags =
      frame.disposal << 2 | (frame.waitsForUser ? 2 : 0) | (frame.transparent ? 1 : 0);
  file.u8(0x21).u8(0xF9).u8(4).u8(static_cast<std::uint8_t>(flags)).u16(frame.delay);
  file.u8(frame.transparent.value_or(0)).u8(0);
}

// Codes of growing width, lowest bit first, in blocks of up to 255 bytes.
class CodeBlocks {
public:
  void put(unsigned code, int width) {
    bits_ |= code << count_;
    count_ += width;
    while (count_ >= 8)
      flushByte();
  }
  Bytes finish() {
    if (count_ > 0)
      flushByte();
    Bytes blocks;
    constexpr std::size_t kMost = 255;
    for (std::size_t at = 0; at < bytes_.size(); at += kMost) {
      const auto some = std::min(kMost, bytes_.size() - at);
      blocks.push_back(static_cast<std::uint8_t>(some));
      const auto from = bytes_.begin() + static_cast<std::ptrdiff_t>(at);
      blocks.insert(blocks.end(), from, from + static_cast<std::ptrdiff_t>(some));
    }
    blocks.push_back(0);
    return blocks;
  }

private:
  void flushByte() {
    bytes_.push_back(static_cast<std::uint8_t>(bits_));
    bits_ >>= 8;
    count_ -= 8;
  }

  Bytes bytes_;
  std::uint32_t bits_ = 0;
  int count_ = 0;
};

// The strings seen so far: each is another one and an index behind it.
class Strings {
public:
  static constexpr unsigned kMost = 4096;

  explicit Strings(int codeBits) : clear_(1u << codeBits) { reset(); }

  unsigned clear() const { return clear_; }
  unsigned end() const { return clear_ + 1; }
  unsigned size() const { return next_; }
  bool full() const { return next_ == kMost; }
  void reset() {
    next_ = clear_ + 2;
    firstChild_.fill(0);
  }
  /// The code of `string` with `index` behind it; 0 if it was not seen.
  unsigned longer(unsigned string, std::uint8_t index) const {
    unsigned child = firstChild_[string];
    while (child != 0 && last_[child] != index)
      child = sibling_[child];
    return child;
  }
  /// Its code. REQUIRES: not full.
  unsigned add(unsigned string, std::uint8_t index) {
    last_[next_] = index;
    sibling_[next_] = firstChild_[string];
    firstChild_[string] = static_cast<std::uint16_t>(next_);
    return next_++;
  }

private:
  unsigned clear_;
  unsigned next_ = 0;
  std::array<std::uint16_t, kMost> firstChild_{}, sibling_{};
  std::array<std::uint8_t, kMost> last_{};
};

} // namespace

Bytes packGifIndices(ByteView indices, int codeBits) {
  Strings strings(codeBits);
  CodeBlocks codes;
  int width = codeBits + 1;
  codes.put(strings.clear(), width);
  std::optional<unsigned> seen;
  for (const std::uint8_t index : indices) {
    const unsigned longer = seen ? strings.longer(*seen, index) : index;
    if (!seen || longer != 0) {
      seen = longer;
      continue;
    }
    codes.put(*seen, width);
    if (strings.full()) {
      codes.put(strings.clear(), width);
      strings.reset();
      width = codeBits + 1;
    } else if (strings.add(*seen, index) == 1u << width) {
      ++width;
    }
    seen = index;
  }
  if (seen)
    codes.put(*seen, width);
  // The reader has learnt one more string by now.
  if (seen && !strings.full() && strings.size() == 1u << width)
    ++width;
  codes.put(strings.end(), width);
  return codes.finish();
}

GifWriter::GifWriter(const GifScreen& screen) : screenColours_(screen.palette.size() / 3) {
  file_.bytes(asBytes("GIF89a"));
  file_.u16(static_cast<std::uint16_t>(screen.size.width));
  file_.u16(static_cast<std::uint16_t>(screen.size.height));
  file_.u8(kColourResolution | paletteFlags(screen.palette));
  file_.u8(screen.background).u8(screen.aspect);
  if (!screen.palette.empty())
    addPalette(file_, screen.palette);
}

void GifWriter::add(const GifFrame& frame, const Raster& indices) {
  if (frame.loops)
    addLoops(file_, *frame.loops);
  if (frame.controlled)
    addControl(file_, frame);
  file_.u8(0x2C);
  for (const int number : {frame.place.x, frame.place.y, frame.place.width, frame.place.height})
    file_.u16(static_cast<std::uint16_t>(number));
  file_.u8(paletteFlags(frame.palette));
  if (!frame.palette.empty())
    addPalette(file_, frame.palette);
  // Faulty files use indices beyond their palette; those must stay what they are.
  const std::size_t colours = frame.palette.empty() ? screenColours_ : frame.palette.size() / 3;
  const auto highest = *std::max_element(indices.pixels.begin(), indices.pixels.end());
  int codeBits = std::max(2, paletteBits(3 * colours));
  while (highest >> codeBits != 0)
    ++codeBits;
  file_.u8(static_cast<std::uint8_t>(codeBits)).bytes(packGifIndices(indices.pixels, codeBits));
}

Bytes GifWriter::finish() {
  file_.u8(0x3B);
  return std::move(file_).take();
}

} // namespace photoscrub::redact
