// How the transformations of HEIF change a picture's size.
#include "formats/heif_properties.h"

#include <algorithm>
#include <numeric>

namespace photoscrub::formats::heif {

namespace {

Error impossible() {
  return {ErrorCode::malformed, "The photo is damaged: it is cut to an impossible shape", "clap"};
}

/// Numerator and denominator small enough that what is computed below fits 64 bits.
struct Fraction {
  std::int64_t top = 0, bottom = 1;
};

Result<Fraction> readFraction(ByteReader& reader) {
  PHOTOSCRUB_TRY(top, reader.u32());
  PHOTOSCRUB_TRY(bottom, reader.u32());
  Fraction value{static_cast<std::int32_t>(top), static_cast<std::int32_t>(bottom)};
  if (value.bottom <= 0)
    return impossible();
  const auto common = std::gcd(value.top, value.bottom);
  value = {value.top / common, value.bottom / common};
  constexpr std::int64_t kLargest = 1 << 20;
  if (value.top > kLargest || value.top < -kLargest || value.bottom > kLargest)
    return impossible();
  return value;
}

std::int64_t floorDivide(std::int64_t top, std::int64_t bottom) {
  return top / bottom - (top % bottom < 0 ? 1 : 0);
}

/// 14496-12, 12.1.4: `wanted` pixels of `available`, their centre shifted by `offset` from the
/// middle. How many are left, cut to what there is.
Result<int> aperture(int available, Fraction wanted, Fraction offset) {
  const auto count = floorDivide(2 * wanted.top + wanted.bottom, 2 * wanted.bottom); // rounded
  // offset + (available - 1) / 2 - (wanted - 1) / 2, over one denominator
  const auto middle = (2 * offset.top + (available - 1) * offset.bottom) * wanted.bottom;
  const auto half = (wanted.top - wanted.bottom) * offset.bottom;
  const auto first = floorDivide(middle - half, 2 * offset.bottom * wanted.bottom);
  const auto from = std::max<std::int64_t>(first, 0);
  const auto to = std::min<std::int64_t>(first + count, available);
  if (count <= 0 || from >= to)
    return impossible();
  return static_cast<int>(to - from);
}

} // namespace

Result<Size> transformed(Size size, std::string_view type, ByteView payload) {
  if (type == "irot" && !payload.empty() && (payload[0] & 1) != 0)
    return Size{size.height, size.width};
  if (type != "clap")
    return size;
  ByteReader reader(payload);
  PHOTOSCRUB_TRY(width, readFraction(reader));
  PHOTOSCRUB_TRY(height, readFraction(reader));
  PHOTOSCRUB_TRY(horizontal, readFraction(reader));
  PHOTOSCRUB_TRY(vertical, readFraction(reader));
  PHOTOSCRUB_TRY(newWidth, aperture(size.width, width, horizontal));
  PHOTOSCRUB_TRY(newHeight, aperture(size.height, height, vertical));
  return Size{newWidth, newHeight};
}

} // namespace photoscrub::formats::heif
