#include "imaging/bmp_rle.h"

namespace photoscrub::imaging {

namespace {

enum Escape : std::uint8_t { kEndOfLine = 0, kEndOfBitmap = 1, kMove = 2 };

class Canvas {
public:
  Canvas(BmpIndices& out, Size size) : out_(out), size_(size) {
    out_.rows.resize(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height));
  }

  bool full() const { return y_ >= size_.height; }
  // Pixels beyond the right edge are dropped, as viewers do.
  void put(unsigned index) {
    if (x_ < size_.width && !full()) {
      out_.rows[static_cast<std::size_t>(y_) * static_cast<std::size_t>(size_.width) +
                static_cast<std::size_t>(x_)] = static_cast<std::uint8_t>(index);
      out_.any = true;
    }
    x_ += x_ < size_.width ? 1 : 0;
  }
  void newLine() {
    x_ = 0;
    ++y_;
  }
  void move(int right, int down) {
    x_ = std::min(x_ + right, size_.width);
    y_ += down;
  }

private:
  BmpIndices& out_;
  Size size_;
  int x_ = 0;
  int y_ = 0;
};

// Pixel `i` of packed indices.
unsigned packed(ByteView bytes, int i, bool nibbles) {
  if (!nibbles)
    return bytes[static_cast<std::size_t>(i)];
  const unsigned byte = bytes[static_cast<std::size_t>(i / 2)];
  return i % 2 == 0 ? byte >> 4 : byte & 15;
}

Status drawRun(Canvas& canvas, int count, std::uint8_t value, bool nibbles) {
  const std::array<std::uint8_t, 2> pair = {value, value};
  for (int i = 0; i < count; ++i)
    canvas.put(nibbles ? packed(pair, i % 2, true) : value);
  return {};
}

// Literal pixels, padded to a 16-bit border.
Status drawLiteral(Canvas& canvas, ByteReader& reader, int count, bool nibbles) {
  const auto bytes = static_cast<std::uint64_t>(nibbles ? (count + 1) / 2 : count);
  PHOTOSCRUB_TRY(literal, reader.take(bytes));
  for (int i = 0; i < count; ++i)
    canvas.put(packed(literal, i, nibbles));
  return bytes % 2 == 0 ? Status{} : reader.skip(1);
}

Status unpack(Canvas& canvas, ByteReader& reader, bool nibbles) {
  while (!canvas.full()) {
    PHOTOSCRUB_TRY(count, reader.u8());
    PHOTOSCRUB_TRY(value, reader.u8());
    if (count > 0) {
      PHOTOSCRUB_CHECK(drawRun(canvas, count, value, nibbles));
    } else if (value == kEndOfBitmap) {
      return {};
    } else if (value == kEndOfLine) {
      canvas.newLine();
    } else if (value == kMove) {
      PHOTOSCRUB_TRY(right, reader.u8());
      PHOTOSCRUB_TRY(down, reader.u8());
      canvas.move(right, down);
    } else {
      PHOTOSCRUB_CHECK(drawLiteral(canvas, reader, value, nibbles));
    }
  }
  return {};
}

} // namespace

BmpIndices unpackBmp(ByteView coded, const BmpLayout& layout) {
  BmpIndices indices;
  Canvas canvas(indices, layout.size);
  ByteReader reader(coded);
  indices.complete = unpack(canvas, reader, layout.coding == BmpCoding::rle4).ok();
  return indices;
}

} // namespace photoscrub::imaging
