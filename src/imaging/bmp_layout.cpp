#include "imaging/bmp_layout.h"

#include "imaging/codec.h"

#include <algorithm>

namespace photoscrub::imaging {

namespace {

constexpr std::uint64_t kFileHeaderBytes = 14;
// Sizes of the information header, which tell its version.
constexpr std::uint32_t kCoreHeader = 12; // OS/2 1.x, and the first Windows one
constexpr std::uint32_t kInfoHeader = 40;
constexpr std::uint32_t kWithAlphaMask = 56;
constexpr std::uint32_t kOs2Header = 64; // its compressions 3 and 4 mean something else
constexpr std::uint32_t kLargestHeader = 124;

enum Compression : std::uint32_t {
  kRgb = 0,
  kRle8 = 1,
  kRle4 = 2,
  kBitFields = 3,
  kAlphaBitFields = 6,
};

struct Header {
  std::uint32_t bytes = 0;
  std::int64_t width = 0;
  std::int64_t height = 0;
  std::uint16_t bits = 0;
  std::uint32_t compression = kRgb;
  std::uint32_t coloursUsed = 0;
};

Error damaged(std::string detail) {
  return {ErrorCode::malformed, "The BMP picture is damaged and cannot be read", std::move(detail)};
}

Error unknownCoding(std::string detail) {
  return {ErrorCode::unsupported, "This BMP uses a rare coding that photoscrub cannot handle",
          std::move(detail)};
}

Result<Header> readCoreHeader(ByteReader& reader) {
  Header header{kCoreHeader};
  PHOTOSCRUB_TRY(width, reader.u16());
  PHOTOSCRUB_TRY(height, reader.u16());
  PHOTOSCRUB_CHECK(reader.skip(2)); // planes: always 1
  PHOTOSCRUB_TRY(bits, reader.u16());
  header.width = width;
  header.height = height;
  header.bits = bits;
  return header;
}

// The shortest OS/2 header (16 bytes) ends after the bits; what is missing is 0.
Result<Header> readInfoHeader(ByteReader& reader, std::uint32_t bytes) {
  Header header{bytes};
  PHOTOSCRUB_TRY(width, reader.u32());
  PHOTOSCRUB_TRY(height, reader.u32());
  PHOTOSCRUB_CHECK(reader.skip(2));
  PHOTOSCRUB_TRY(bits, reader.u16());
  header.width = static_cast<std::int32_t>(width);
  header.height = static_cast<std::int32_t>(height);
  header.bits = bits;
  if (bytes < kInfoHeader)
    return header;
  PHOTOSCRUB_TRY(compression, reader.u32());
  PHOTOSCRUB_CHECK(reader.skip(12)); // image bytes (often wrong), resolution
  PHOTOSCRUB_TRY(used, reader.u32());
  PHOTOSCRUB_CHECK(reader.skip(4));
  header.compression = compression;
  header.coloursUsed = used;
  return header;
}

Result<Header> readHeader(ByteReader& reader) {
  PHOTOSCRUB_CHECK(reader.seek(kFileHeaderBytes));
  PHOTOSCRUB_TRY(bytes, reader.u32());
  if (bytes == kCoreHeader)
    return readCoreHeader(reader);
  if (bytes < 16 || bytes > kLargestHeader)
    return damaged("header size");
  return readInfoHeader(reader, bytes);
}

Result<BmpCoding> codingOf(const Header& header) {
  const bool os2 = header.bytes == kOs2Header || header.bytes < kInfoHeader;
  switch (header.compression) {
  case kRgb:
    return BmpCoding::plain;
  case kRle8:
    if (header.bits == 8)
      return BmpCoding::rle8;
    return damaged("RLE8 depth");
  case kRle4:
    if (header.bits == 4)
      return BmpCoding::rle4;
    return damaged("RLE4 depth");
  case kBitFields:
  case kAlphaBitFields:
    if (!os2 && (header.bits == 16 || header.bits == 32))
      return BmpCoding::plain;
    break;
  default:
    break;
  }
  return unknownCoding("compression " + std::to_string(header.compression));
}

// Fields in the header from version 2 on, else between header and palette.
Status readMasks(ByteReader& reader, const Header& header, BmpLayout& layout) {
  layout.masks = header.bits == 16 ? std::array<std::uint32_t, 4>{0x7C00, 0x03E0, 0x001F, 0}
                                   : std::array<std::uint32_t, 4>{0xFF0000, 0x00FF00, 0x0000FF, 0};
  if (header.compression != kBitFields && header.compression != kAlphaBitFields)
    return {};
  const bool withAlpha = header.bytes >= kWithAlphaMask || header.compression == kAlphaBitFields;
  for (std::size_t i = 0; i < (withAlpha ? 4u : 3u); ++i) {
    PHOTOSCRUB_TRY(mask, reader.u32());
    layout.masks[i] = mask;
  }
  return {};
}

Status readPalette(ByteReader& reader, const Header& header, BmpLayout& layout) {
  const std::uint64_t entry = header.bytes == kCoreHeader ? 3 : 4;
  const std::uint32_t most = 1u << header.bits;
  std::uint64_t count = header.coloursUsed == 0 ? most : std::min(header.coloursUsed, most);
  // The image data may begin earlier: some programs leave unused entries out.
  if (layout.pixels > reader.position())
    count = std::min(count, (layout.pixels - reader.position()) / entry);
  for (; count > 0; --count) {
    PHOTOSCRUB_TRY(colour, reader.take(entry));
    layout.palette.push_back({colour[0], colour[1], colour[2]});
  }
  if (layout.palette.empty())
    return damaged("palette");
  return {};
}

Result<BmpLayout> readAll(ByteView file, const Limits& limits) {
  ByteReader reader(file, Endian::little);
  PHOTOSCRUB_TRY(header, readHeader(reader));
  PHOTOSCRUB_TRY(coding, codingOf(header));
  constexpr std::array kDepths = {1, 2, 4, 8, 16, 24, 32};
  if (std::find(kDepths.begin(), kDepths.end(), header.bits) == kDepths.end())
    return damaged("bits per pixel");
  BmpLayout layout;
  layout.topDown = header.height < 0;
  const std::int64_t height = layout.topDown ? -header.height : header.height;
  if (header.width <= 0)
    return damaged("width");
  PHOTOSCRUB_CHECK(checkSize(static_cast<std::uint64_t>(header.width),
                             static_cast<std::uint64_t>(height), limits));
  layout.size = {static_cast<int>(header.width), static_cast<int>(height)};
  layout.bitsPerPixel = header.bits;
  layout.coding = coding;
  layout.stride = (static_cast<std::size_t>(header.width) * header.bits + 31) / 32 * 4;
  PHOTOSCRUB_CHECK(readMasks(reader, header, layout));
  // What the header has beyond the fields read here: colour space, profile.
  PHOTOSCRUB_CHECK(
      reader.seek(std::max<std::uint64_t>(reader.position(), kFileHeaderBytes + header.bytes)));
  ByteReader fileHeader(file, Endian::little);
  PHOTOSCRUB_CHECK(fileHeader.seek(10));
  PHOTOSCRUB_TRY(pixels, fileHeader.u32());
  layout.pixels = pixels;
  if (header.bits <= 8)
    PHOTOSCRUB_CHECK(readPalette(reader, header, layout));
  if (pixels == 0) // some programs leave it out
    layout.pixels = reader.position();
  return layout;
}

} // namespace

Result<BmpLayout> readBmpLayout(ByteView file, const Limits& limits) {
  auto layout = readAll(file, limits);
  if (!layout.ok() && layout.error().code == ErrorCode::truncated)
    return damaged("truncated header");
  return layout;
}

} // namespace photoscrub::imaging
