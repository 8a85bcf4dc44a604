#include "imaging/bmp_layout.h"
#include "imaging/bmp_rle.h"
#include "imaging/codec.h"
#include "imaging/decoders.h"
#include "imaging/row_sink.h"

#include <bit>

namespace photoscrub::imaging {

namespace {

// One channel of a 16- or 32-bit pixel, brought to 8 bits.
class Field {
public:
  explicit Field(std::uint32_t mask)
      : mask_(mask), shift_(mask == 0 ? 0 : std::countr_zero(mask)), most_(mask >> shift_) {}

  bool exists() const { return mask_ != 0; }
  std::uint8_t of(std::uint32_t pixel) const {
    if (!exists())
      return 0;
    const std::uint64_t value = (pixel & mask_) >> shift_;
    return static_cast<std::uint8_t>((value * 255 + most_ / 2) / most_);
  }

private:
  std::uint32_t mask_;
  int shift_;
  std::uint64_t most_;
};

std::uint32_t littleEndian(const std::uint8_t* bytes, int count) {
  std::uint32_t value = 0;
  for (int i = count; i-- > 0;)
    value = value << 8 | bytes[i];
  return value;
}

// Turns a stored row into BGR or BGRA.
class RowReader {
public:
  explicit RowReader(const BmpLayout& layout) : layout_(layout) {
    for (const std::uint32_t mask : layout.masks)
      fields_.emplace_back(mask);
  }

  void read(const std::uint8_t* from, std::uint8_t* to, bool withAlpha) const {
    if (layout_.bitsPerPixel <= 8)
      return readIndices(from, to);
    if (layout_.bitsPerPixel == 24)
      return toBgr(from, Pixels::bgr, to, layout_.size.width);
    const int bytes = layout_.bitsPerPixel / 8;
    for (int x = 0; x < layout_.size.width; ++x, from += bytes) {
      const std::uint32_t pixel = littleEndian(from, bytes);
      for (std::size_t c = 3; c-- > 0;)
        *to++ = fields_[c].of(pixel);
      if (withAlpha)
        *to++ = fields_[3].of(pixel);
    }
  }

  // An index beyond the palette is black, as in most programs.
  void readIndex(unsigned index, std::uint8_t* to) const {
    static constexpr std::array<std::uint8_t, 3> kBlack{};
    const auto& colour = index < layout_.palette.size() ? layout_.palette[index] : kBlack;
    std::copy(colour.begin(), colour.end(), to);
  }

private:
  void readIndices(const std::uint8_t* from, std::uint8_t* to) const {
    const int bits = layout_.bitsPerPixel;
    const unsigned most = (1u << bits) - 1;
    for (int x = 0; x < layout_.size.width; ++x, to += 3) {
      const int bit = x * bits;
      readIndex(from[bit / 8] >> (8 - bits - bit % 8) & most, to);
    }
  }

  const BmpLayout& layout_;
  std::vector<Field> fields_;
};

int storedRow(const BmpLayout& layout, int y) {
  return layout.topDown ? y : layout.size.height - 1 - y;
}

// The stored row, or nothing when the file ends before it.
ByteView plainRow(ByteView data, const BmpLayout& layout, int row) {
  const std::uint64_t begin = static_cast<std::uint64_t>(row) * layout.stride;
  if (begin + layout.stride <= data.size())
    return data.subspan(static_cast<std::size_t>(begin), layout.stride);
  // Some programs leave the padding of the last row out.
  const std::uint64_t needed = (static_cast<std::uint64_t>(layout.size.width) *
                                    static_cast<std::uint64_t>(layout.bitsPerPixel) +
                                7) /
                               8;
  return begin + needed <= data.size()
             ? data.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(needed))
             : ByteView{};
}

// Many programs write an alpha channel of zeros and mean an opaque picture; browsers look.
bool usesAlpha(ByteView data, const BmpLayout& layout) {
  const std::uint32_t mask = layout.masks[3];
  if (mask == 0 || layout.bitsPerPixel < 16)
    return false;
  const int bytes = layout.bitsPerPixel / 8;
  for (int y = 0; y < layout.size.height; ++y) {
    const ByteView row = plainRow(data, layout, y);
    for (std::size_t at = 0; at < row.size() && !row.empty(); at += static_cast<std::size_t>(bytes))
      if (at + static_cast<std::size_t>(bytes) <= row.size() &&
          (littleEndian(row.data() + at, bytes) & mask) != 0)
        return true;
  }
  return false;
}

Error nothingToSee() {
  return {ErrorCode::malformed, "The BMP picture is damaged and cannot be read", "no image data"};
}

Result<Picture> decodePlain(ByteView data, const BmpLayout& layout, int longSide) {
  const bool alpha = usesAlpha(data, layout);
  RowSink sink(layout.size, longSide, alpha ? Pixels::bgra : Pixels::bgr);
  const RowReader reader(layout);
  Bytes pixels(static_cast<std::size_t>(layout.size.width) * (alpha ? 4 : 3));
  int missing = 0;
  for (int y = 0; y < layout.size.height; ++y) {
    const ByteView row = plainRow(data, layout, storedRow(layout, y));
    if (row.empty()) {
      ++missing;
      sink.addWhite();
      continue;
    }
    reader.read(row.data(), pixels.data(), alpha);
    sink.add(pixels.data());
  }
  if (missing == layout.size.height)
    return nothingToSee();
  Picture picture = std::move(sink).take();
  if (missing > 0)
    picture.warnings.emplace_back("image data is missing");
  return picture;
}

Result<Picture> decodeRunLengths(ByteView data, const BmpLayout& layout, int longSide) {
  const auto width = static_cast<std::size_t>(layout.size.width);
  PHOTOSCRUB_CHECK(checkWorkingMemory(width * static_cast<std::uint64_t>(layout.size.height)));
  const BmpIndices indices = unpackBmp(data, layout);
  if (!indices.any)
    return nothingToSee();
  RowSink sink(layout.size, longSide, Pixels::bgr);
  const RowReader reader(layout);
  Bytes pixels(width * 3);
  for (int y = 0; y < layout.size.height; ++y) {
    const std::uint8_t* row =
        indices.rows.data() + width * static_cast<std::size_t>(storedRow(layout, y));
    for (std::size_t x = 0; x < width; ++x)
      reader.readIndex(row[x], pixels.data() + 3 * x);
    sink.add(pixels.data());
  }
  Picture picture = std::move(sink).take();
  if (!indices.complete)
    picture.warnings.emplace_back("image data is missing");
  return picture;
}

} // namespace

Result<Picture> decodeBmp(ByteView file, const DecodeOptions& options, const Limits& limits) {
  PHOTOSCRUB_TRY(layout, readBmpLayout(file, limits));
  if (layout.pixels >= file.size())
    return nothingToSee();
  const ByteView data = file.subspan(static_cast<std::size_t>(layout.pixels));
  return layout.coding == BmpCoding::plain ? decodePlain(data, layout, options.longSide)
                                           : decodeRunLengths(data, layout, options.longSide);
}

} // namespace photoscrub::imaging
