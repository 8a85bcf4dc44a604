#include "redact/bmp_runs.h"

namespace photoscrub::redact {

namespace {

class Cursor {
public:
  Cursor(Raster& to, int bits) : plane_(to.plane()), bits_(bits), y_(to.size.height - 1) {}

  bool atEnd() const { return y_ < 0; }
  void endLine() {
    x_ = 0;
    --y_;
  }
  void move(int right, int up) {
    x_ += right;
    y_ -= up;
  }
  void put(int index) {
    if (y_ >= 0 && x_ < plane_.size.width)
      plane_.row(y_)[x_] = static_cast<std::uint8_t>(index);
    ++x_;
  }
  /// Two pixels share a byte in RLE4.
  void putRun(int count, int value) {
    for (int i = 0; i < count; ++i)
      put(bits_ == 8 ? value : i % 2 == 0 ? value >> 4 : value & 15);
  }
  Status putLiteral(ByteReader& reader, int count) {
    const int bytes = bits_ == 8 ? count : (count + 1) / 2;
    PHOTOSCRUB_TRY(literal, reader.take(static_cast<std::uint64_t>(bytes + bytes % 2)));
    for (int i = 0; i < count; ++i) {
      const int byte = literal[static_cast<std::size_t>(bits_ == 8 ? i : i / 2)];
      put(bits_ == 8 ? byte : i % 2 == 0 ? byte >> 4 : byte & 15);
    }
    return {};
  }

private:
  Plane plane_;
  int bits_;
  int x_ = 0;
  int y_;
};

enum Escape : std::uint8_t { endOfLine = 0, endOfBitmap = 1, delta = 2 };

} // namespace

Status unpackBmpRuns(ByteView coded, int bits, Raster& to) {
  ByteReader reader(coded, Endian::little);
  Cursor cursor(to, bits);
  while (!cursor.atEnd()) {
    PHOTOSCRUB_TRY(count, reader.u8());
    PHOTOSCRUB_TRY(value, reader.u8());
    if (count > 0) {
      cursor.putRun(count, value);
    } else if (value == endOfLine) {
      cursor.endLine();
    } else if (value == endOfBitmap) {
      break;
    } else if (value == delta) {
      PHOTOSCRUB_TRY(right, reader.u8());
      PHOTOSCRUB_TRY(up, reader.u8());
      cursor.move(right, up);
    } else {
      PHOTOSCRUB_CHECK(cursor.putLiteral(reader, value));
    }
  }
  return {};
}

} // namespace photoscrub::redact
