/// GIF files from their parts, with a small encoder of its own, apart from the code under test.
/// Pure.
#pragma once

#include "base/bytes.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

namespace photoscrub::test {

struct LzwOptions {
  bool clearFirst = true;
  bool clearWhenFull = true; ///< else the table stays as it is once it is full
  bool endCode = true;
};

/// Packs codes of growing width, least significant bit first (GIF89a, appendix F).
class CodeWriter {
public:
  void put(unsigned code, unsigned width) {
    bits_ |= code << count_;
    for (count_ += width; count_ >= 8; count_ -= 8, bits_ >>= 8)
      bytes_.push_back(static_cast<std::uint8_t>(bits_));
  }
  Bytes take() {
    if (count_ > 0)
      bytes_.push_back(static_cast<std::uint8_t>(bits_));
    return std::move(bytes_);
  }

private:
  Bytes bytes_;
  unsigned bits_ = 0, count_ = 0;
};

inline Bytes lzwData(const Bytes& pixels, unsigned codeSize, const LzwOptions& options = {}) {
  const unsigned clear = 1u << codeSize;
  CodeWriter out;
  std::map<Bytes, unsigned> table;
  unsigned width = codeSize + 1, next = clear + 2;
  const auto reset = [&] {
    table.clear();
    for (unsigned i = 0; i < clear; ++i)
      table[{static_cast<std::uint8_t>(i)}] = i;
    width = codeSize + 1;
    next = clear + 2;
  };
  reset();
  if (options.clearFirst)
    out.put(clear, width);
  Bytes run;
  for (const auto pixel : pixels) {
    auto longer = run;
    longer.push_back(pixel);
    if (table.contains(longer)) {
      run = std::move(longer);
      continue;
    }
    out.put(table[run], width);
    if (next < 4096) {
      // The decoder is one entry behind.
      if (next == 1u << width && width < 12)
        ++width;
      table[std::move(longer)] = next++;
    } else if (options.clearWhenFull) {
      out.put(clear, width);
      reset();
    }
    run = {pixel};
  }
  if (!run.empty())
    out.put(table[run], width);
  if (next == 1u << width && width < 12)
    ++width;
  if (options.endCode)
    out.put(clear + 1, width);
  return out.take();
}

inline Bytes gifSubBlocks(ByteView data, std::size_t size = 255) {
  Bytes out;
  while (!data.empty()) {
    const auto block = data.first(std::min(size, data.size()));
    out.push_back(static_cast<std::uint8_t>(block.size()));
    out.insert(out.end(), block.begin(), block.end());
    data = data.subspan(block.size());
  }
  out.push_back(0);
  return out;
}

inline Bytes gifExtension(std::uint8_t label, ByteView data) {
  Bytes out{0x21, label};
  const auto blocks = gifSubBlocks(data);
  out.insert(out.end(), blocks.begin(), blocks.end());
  return out;
}

/// The id is a sub-block by itself.
inline Bytes gifApplication(std::string_view id, const Bytes& blocks) {
  Bytes out{0x21, 0xFF, static_cast<std::uint8_t>(id.size())};
  out.insert(out.end(), id.begin(), id.end());
  out.insert(out.end(), blocks.begin(), blocks.end());
  return out;
}

inline Bytes gifLoop(std::uint16_t count) {
  return gifApplication("NETSCAPE2.0", {3, 1, static_cast<std::uint8_t>(count),
                                        static_cast<std::uint8_t>(count >> 8), 0});
}

inline Bytes gifControl(std::uint8_t flags, std::uint8_t delay = 5, std::uint8_t transparent = 0) {
  return {0x21, 0xF9, 4, flags, delay, 0, transparent, 0};
}

/// Signature, screen, and a colour table of 2^bits greys where `bits` is not 0.
inline Bytes gifHead(int width, int height, unsigned bits, std::string_view signature = "GIF89a") {
  ByteWriter out(Endian::little);
  out.bytes(asBytes(signature));
  out.u16(static_cast<std::uint16_t>(width)).u16(static_cast<std::uint16_t>(height));
  out.u8(static_cast<std::uint8_t>(bits > 0 ? 0xF0 | (bits - 1) : 0x70)).u8(0).u8(49);
  for (unsigned i = 0; bits > 0 && i < 1u << bits; ++i)
    for (const unsigned value : {i, i * 7, 255 - i})
      out.u8(static_cast<std::uint8_t>(value));
  return std::move(out).take();
}

struct GifImage {
  int x = 0, y = 0, width = 0, height = 0;
  unsigned codeSize = 8;
  unsigned tableBits = 0; ///< of its own colour table
  bool interlaced = false;
};

/// Descriptor, colour table and code size of an image: all but its sub-blocks.
inline Bytes gifImageHead(const GifImage& image, std::uint8_t packedBits = 0) {
  ByteWriter out(Endian::little);
  out.u8(0x2C);
  for (const int value : {image.x, image.y, image.width, image.height})
    out.u16(static_cast<std::uint16_t>(value));
  const unsigned table = image.tableBits > 0 ? 0x80 | (image.tableBits - 1) : 0;
  out.u8(static_cast<std::uint8_t>(table | (image.interlaced ? 0x40 : 0) | packedBits));
  for (unsigned i = 0; image.tableBits > 0 && i < 3u << image.tableBits; ++i)
    out.u8(static_cast<std::uint8_t>(i * 5));
  out.u8(static_cast<std::uint8_t>(image.codeSize));
  return std::move(out).take();
}

} // namespace photoscrub::test
