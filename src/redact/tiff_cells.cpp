#include "redact/tiff_cells.h"

#include <algorithm>
#include <cstring>

namespace photoscrub::redact {

namespace {

int divideUp(int value, int by) {
  return (value + by - 1) / by;
}

// Bit fields stand one after the other, the highest bit first (TIFF 6.0, "FillOrder").
std::uint16_t bitsAt(const std::uint8_t* row, std::size_t at, int count) {
  unsigned value = 0;
  for (int i = 0; i < count; ++i, ++at)
    value = value << 1 | ((row[at / 8] >> (7 - at % 8)) & 1u);
  return static_cast<std::uint16_t>(value);
}

void putBits(std::uint8_t* row, std::size_t at, int count, unsigned value) {
  for (int i = count - 1; i >= 0; --i, ++at)
    row[at / 8] = static_cast<std::uint8_t>(row[at / 8] | ((value >> i) & 1u) << (7 - at % 8));
}

int samplesOfCell(const TiffFields& fields) {
  if (fields.separatePlanes)
    return 1;
  if (fields.subsampling != Size{1, 1})
    return fields.subsampling.width * fields.subsampling.height + 2;
  return fields.samples;
}

} // namespace

TiffCells::TiffCells(const TiffFields& fields, const TiffPiece& piece)
    : samples_(samplesOfCell(fields)), bits_(fields.bits), plane_(piece.plane),
      step_(fields.separatePlanes ? Size{1, 1} : fields.subsampling),
      size_{divideUp(piece.place.width, step_.width), divideUp(piece.place.height, step_.height)},
      sampleBytes_(bits_ % 8 == 0 ? static_cast<std::size_t>(bits_) / 8 : sizeof(std::uint16_t)),
      rowBytes_((static_cast<std::size_t>(size_.width) * static_cast<std::size_t>(samples_) *
                     static_cast<std::size_t>(bits_) +
                 7) /
                8) {}

Raster TiffCells::unpack(ByteView packed) const {
  Raster cells(size_, static_cast<std::size_t>(samples_) * sampleBytes_);
  if (bits_ % 8 == 0) {
    std::copy(packed.begin(), packed.end(), cells.pixels.begin());
    return cells;
  }
  const int perRow = size_.width * samples_;
  auto* to = cells.pixels.data();
  for (int y = 0; y < size_.height; ++y) {
    const auto* row = packed.data() + rowBytes_ * static_cast<std::size_t>(y);
    for (int i = 0; i < perRow; ++i, to += sizeof(std::uint16_t)) {
      const auto value =
          bitsAt(row, static_cast<std::size_t>(i) * static_cast<std::size_t>(bits_), bits_);
      std::memcpy(to, &value, sizeof value);
    }
  }
  return cells;
}

Bytes TiffCells::pack(const Raster& cells) const {
  if (bits_ % 8 == 0)
    return cells.pixels;
  Bytes packed(packedBytes());
  const int perRow = size_.width * samples_;
  const auto* from = cells.pixels.data();
  for (int y = 0; y < size_.height; ++y) {
    auto* row = packed.data() + rowBytes_ * static_cast<std::size_t>(y);
    for (int i = 0; i < perRow; ++i, from += sizeof(std::uint16_t)) {
      std::uint16_t value = 0;
      std::memcpy(&value, from, sizeof value);
      putBits(row, static_cast<std::size_t>(i) * static_cast<std::size_t>(bits_), bits_, value);
    }
  }
  return packed;
}

Plane TiffCells::plane(Raster& cells) const {
  Plane plane = cells.plane();
  plane.step = step_;
  return plane;
}

namespace {

// One sample's value: the lowest, the highest, the middle, or a given one.
struct Value {
  enum class Kind { lowest, highest, middle, number } kind = Kind::lowest;
  std::uint64_t number = 0;
};

std::uint64_t bitsOf(const Value& value, const TiffFields& fields) {
  const std::uint64_t all = ~std::uint64_t{0} >> (64 - fields.bits);
  const std::uint64_t half = std::uint64_t{1} << (fields.bits - 1);
  const bool isSigned = fields.sampleFormat == SAMPLEFORMAT_INT;
  if (fields.sampleFormat == SAMPLEFORMAT_IEEEFP) {
    if (value.kind == Value::Kind::lowest)
      return 0;
    // 1.0 (IEEE 754)
    return fields.bits == 16 ? 0x3C00 : fields.bits == 32 ? 0x3F800000 : 0x3FF0000000000000;
  }
  switch (value.kind) {
  case Value::Kind::lowest:
    return isSigned ? half : 0;
  case Value::Kind::highest:
    return isSigned ? all >> 1 : all;
  case Value::Kind::middle:
    return isSigned ? 0 : half;
  case Value::Kind::number:
    return value.number;
  }
  return 0;
}

// By luma (ITU-R BT.601 weights).
std::uint64_t darkestEntry(const TiffFields& fields) {
  const auto part = [&](std::size_t colour, std::size_t i) {
    std::uint16_t value = 0;
    std::memcpy(&value, fields.palette[colour].data() + sizeof value * i, sizeof value);
    return std::uint64_t{value};
  };
  const auto luma = [&](std::size_t i) {
    return 299 * part(0, i) + 587 * part(1, i) + 114 * part(2, i);
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < std::size_t{1} << fields.bits; ++i)
    if (luma(i) < luma(best))
      best = i;
  return best;
}

// What the sample of this number in a pixel gets.
Value valueFor(const TiffFields& fields, int sample) {
  using Kind = Value::Kind;
  const int colours = fields.samples - fields.extraSamples;
  if (sample >= colours)
    return {Kind::highest}; // opaque
  switch (fields.photometric) {
  case PHOTOMETRIC_MINISWHITE:
    return {Kind::highest};
  case PHOTOMETRIC_PALETTE:
    return {Kind::number, darkestEntry(fields)};
  case PHOTOMETRIC_SEPARATED: // black ink where there is one, else all inks (section 16)
    return {colours == 4 && sample < 3 ? Kind::lowest : Kind::highest};
  case PHOTOMETRIC_YCBCR:
    return sample == 0 ? Value{Kind::number, 16} : Value{Kind::middle};
  case PHOTOMETRIC_CIELAB: // a and b are signed whatever SampleFormat says (section 23)
    return {Kind::number, 0};
  case PHOTOMETRIC_ICCLAB:
    return {sample == 0 ? Kind::lowest : Kind::middle};
  default:
    return {Kind::lowest};
  }
}

} // namespace

Bytes TiffCells::fill(const TiffFields& fields) const {
  const int lumas = step_.width * step_.height;
  Bytes cell(static_cast<std::size_t>(samples_) * sampleBytes_);
  for (int i = 0; i < samples_; ++i) {
    const int sample = fields.separatePlanes ? plane_ : lumas > 1 ? std::max(0, i - lumas + 1) : i;
    // The lowest bytes of a little-endian number are its value in fewer bytes.
    const std::uint64_t value = bitsOf(valueFor(fields, sample), fields);
    std::memcpy(cell.data() + static_cast<std::size_t>(i) * sampleBytes_, &value, sampleBytes_);
  }
  return cell;
}

} // namespace photoscrub::redact
