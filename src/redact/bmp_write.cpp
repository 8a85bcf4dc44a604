#include "redact/bmp_file.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {

constexpr std::uint32_t kFileHeaderBytes = 14;
constexpr std::uint32_t kCoreHeader = 12, kInfoHeader = 40, kMaskHeader = 52;

// Where fields lie in the header without its length.
constexpr std::size_t kCompression = 12, kPixelBytes = 16, kColours = 28, kImportant = 32;
constexpr std::size_t kColourSpace = 52, kIntent = 104, kProfileAt = 108;
constexpr std::uint32_t kSrgb = 0x73524742; // LCS_sRGB
constexpr std::uint32_t kLinkedProfile = 0x4C494E4B, kEmbeddedProfile = 0x4D424544;

void put(Bytes& to, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i)
    to[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

std::uint32_t get(const Bytes& from, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i)
    value |= std::uint32_t{from[at + i]} << (8 * i);
  return value;
}

// The profile stays behind; whoever keeps colour writes a fresh one.
void forgetProfile(Bytes& header) {
  const auto space = get(header, kColourSpace);
  if (space == kLinkedProfile || space == kEmbeddedProfile)
    put(header, kColourSpace, kSrgb);
  std::fill(header.begin() + kProfileAt, header.end(), std::uint8_t{0});
}

Bytes headerFor(const BmpPicture& picture, std::size_t pixelBytes) {
  Bytes header = picture.header;
  if (picture.headerBytes == kCoreHeader)
    return header;
  if (!picture.masked)
    put(header, kCompression, 0);
  put(header, kPixelBytes, static_cast<std::uint32_t>(pixelBytes));
  put(header, kColours, static_cast<std::uint32_t>(picture.palette.size() / picture.paletteStep));
  put(header, kImportant, 0);
  if (header.size() > kIntent)
    forgetProfile(header);
  return header;
}

// From version 2 on the masks lie in the header.
void addMasks(const BmpPicture& picture, ByteWriter& file) {
  if (!picture.masked || (picture.headerBytes != kInfoHeader && picture.headerBytes != 64))
    return;
  constexpr std::uint32_t kAlphaBitFields = 6;
  const bool alpha = get(picture.header, kCompression) == kAlphaBitFields;
  for (std::size_t i = 0; i < (alpha ? 4u : 3u); ++i)
    file.u32(picture.masks[i]);
}

void packRow(const BmpPicture& picture, const std::uint8_t* row, Bytes& to) {
  std::fill(to.begin(), to.end(), std::uint8_t{0});
  if (picture.bits >= 8) {
    std::copy_n(row, picture.raster.pixelBytes * static_cast<std::size_t>(picture.size.width),
                to.begin());
    return;
  }
  const auto bits = static_cast<unsigned>(picture.bits);
  for (unsigned x = 0; x < static_cast<unsigned>(picture.size.width); ++x)
    to[x * bits / 8] =
        static_cast<std::uint8_t>(to[x * bits / 8] | row[x] << (8 - bits - x * bits % 8));
}

} // namespace

Bytes writeBmp(const BmpPicture& picture) {
  const std::size_t rowBytes = bmpRowBytes(picture.size.width, picture.bits);
  const std::size_t pixelBytes = rowBytes * static_cast<std::size_t>(picture.size.height);
  ByteWriter parts(Endian::little);
  parts.u32(picture.headerBytes).bytes(headerFor(picture, pixelBytes));
  addMasks(picture, parts);
  parts.bytes(picture.palette);

  ByteWriter file(Endian::little);
  const auto pixelsAt = static_cast<std::uint32_t>(kFileHeaderBytes + parts.size());
  file.bytes(asBytes("BM")).u32(static_cast<std::uint32_t>(pixelsAt + pixelBytes));
  file.u32(0).u32(pixelsAt).bytes(parts.view());
  Bytes row(rowBytes);
  const std::size_t step = picture.raster.pixelBytes * static_cast<std::size_t>(picture.size.width);
  for (int i = 0; i < picture.size.height; ++i) {
    const int y = picture.topDown ? i : picture.size.height - 1 - i;
    packRow(picture, picture.raster.pixels.data() + step * static_cast<std::size_t>(y), row);
    file.bytes(row);
  }
  return std::move(file).take();
}

} // namespace photoscrub::redact
