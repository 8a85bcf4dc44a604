#include "imaging/codec.h"
#include "redact/bmp_file.h"
#include "redact/bmp_runs.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace photoscrub::redact {

namespace {

Error damaged(std::string detail) {
  return {ErrorCode::malformed, "The BMP picture is damaged and cannot be read", std::move(detail)};
}

Error anotherCoding() {
  return {ErrorCode::unsupported,
          "This BMP holds a picture in a coding that photoscrub does not open. Save it as PNG in "
          "another program first",
          "compression"};
}

enum Compression : std::uint32_t {
  none = 0,
  rle8 = 1,
  rle4 = 2,
  bitFields = 3,
  alphaBitFields = 6
};

constexpr std::uint32_t kFileHeaderBytes = 14;
constexpr std::uint32_t kCoreHeader = 12, kInfoHeader = 40, kMaskHeader = 52, kAlphaHeader = 56;

// What the fields say before they are turned into a BmpPicture.
struct Fields {
  std::uint32_t pixelsAt = 0;
  std::int64_t width = 0;
  std::int64_t height = 0;
  std::uint32_t compression = none;
  std::uint32_t colours = 0;
};

bool knownHeader(std::uint32_t bytes) {
  return bytes == kCoreHeader || bytes == kInfoHeader || bytes == kMaskHeader ||
         bytes == kAlphaHeader || bytes == 64 || bytes == 108 || bytes == 124;
}

Status readCoreFields(ByteReader& reader, Fields& fields, BmpPicture& picture) {
  PHOTOSCRUB_TRY(width, reader.u16());
  PHOTOSCRUB_TRY(height, reader.u16());
  PHOTOSCRUB_CHECK(reader.skip(2)); // planes
  PHOTOSCRUB_TRY(bits, reader.u16());
  fields.width = width;
  fields.height = height;
  picture.bits = bits;
  picture.paletteStep = 3;
  return {};
}

Status readInfoFields(ByteReader& reader, Fields& fields, BmpPicture& picture) {
  PHOTOSCRUB_TRY(width, reader.u32());
  PHOTOSCRUB_TRY(height, reader.u32());
  PHOTOSCRUB_CHECK(reader.skip(2)); // planes
  PHOTOSCRUB_TRY(bits, reader.u16());
  PHOTOSCRUB_TRY(compression, reader.u32());
  PHOTOSCRUB_CHECK(reader.skip(12)); // size of the pixels, resolution
  PHOTOSCRUB_TRY(colours, reader.u32());
  PHOTOSCRUB_CHECK(reader.skip(4)); // important colours
  fields.width = static_cast<std::int32_t>(width);
  fields.height = static_cast<std::int32_t>(height);
  fields.compression = compression;
  fields.colours = colours;
  picture.bits = bits;
  return {};
}

// The masks stand in the header from version 2 on, behind it before.
Status readMasks(ByteReader& reader, const Fields& fields, BmpPicture& picture) {
  const bool inHeader = picture.headerBytes >= kMaskHeader && picture.headerBytes != 64;
  const bool used = fields.compression == bitFields || fields.compression == alphaBitFields;
  picture.masked = used && (picture.bits == 16 || picture.bits == 32);
  if (used && !picture.masked)
    return damaged("masks");
  const bool alpha =
      inHeader ? picture.headerBytes >= kAlphaHeader : fields.compression == alphaBitFields;
  if (!inHeader && !used)
    return {};
  for (std::size_t i = 0; i < (alpha ? 4u : 3u); ++i) {
    PHOTOSCRUB_TRY(mask, reader.u32());
    picture.masks[i] = mask;
  }
  return {};
}

Status readPalette(ByteReader& reader, const Fields& fields, BmpPicture& picture) {
  if (picture.bits > 8)
    return {};
  const std::uint32_t most = 1u << picture.bits;
  std::uint64_t count = fields.colours == 0 || fields.colours > most ? most : fields.colours;
  // Many writers give fewer entries than they say; the pixels begin where they begin.
  if (fields.pixelsAt > reader.position())
    count = std::min(count, (fields.pixelsAt - reader.position()) / picture.paletteStep);
  PHOTOSCRUB_TRY(entries, reader.take(count * picture.paletteStep));
  if (entries.empty())
    return damaged("palette");
  picture.palette.assign(entries.begin(), entries.end());
  return {};
}

Status readHeader(ByteReader& reader, Fields& fields, BmpPicture& picture, const Limits& limits) {
  PHOTOSCRUB_CHECK(reader.skip(10));
  PHOTOSCRUB_TRY(pixelsAt, reader.u32());
  PHOTOSCRUB_TRY(headerBytes, reader.u32());
  if (!knownHeader(headerBytes))
    return damaged("header");
  fields.pixelsAt = pixelsAt;
  picture.headerBytes = headerBytes;
  ByteReader whole = reader;
  PHOTOSCRUB_TRY(header, whole.take(headerBytes - 4));
  picture.header.assign(header.begin(), header.end());
  PHOTOSCRUB_CHECK(headerBytes == kCoreHeader ? readCoreFields(reader, fields, picture)
                                              : readInfoFields(reader, fields, picture));
  picture.topDown = fields.height < 0;
  if (fields.width < 0)
    return damaged("width");
  PHOTOSCRUB_CHECK(imaging::checkSize(static_cast<std::uint64_t>(fields.width),
                                      static_cast<std::uint64_t>(std::abs(fields.height)), limits));
  picture.size = {static_cast<int>(fields.width), static_cast<int>(std::abs(fields.height))};
  PHOTOSCRUB_CHECK(readMasks(reader, fields, picture));
  const std::uint64_t headerEnd = kFileHeaderBytes + headerBytes;
  if (reader.position() < headerEnd)
    PHOTOSCRUB_CHECK(reader.seek(headerEnd));
  return readPalette(reader, fields, picture);
}

bool knownPixels(const Fields& fields, const BmpPicture& picture) {
  switch (picture.bits) {
  case 1:
  case 2:
  case 24:
    return fields.compression == none;
  case 4:
    return fields.compression == none || (fields.compression == rle4 && picture.headerBytes != 64);
  case 8:
    return fields.compression == none || (fields.compression == rle8 && picture.headerBytes != 64);
  case 16:
  case 32:
    return fields.compression == none || fields.compression == bitFields ||
           fields.compression == alphaBitFields;
  default:
    return false;
  }
}

void unpackRow(const BmpPicture& picture, ByteView row, std::uint8_t* to) {
  if (picture.bits >= 8) {
    std::memcpy(to, row.data(),
                picture.raster.pixelBytes * static_cast<std::size_t>(picture.size.width));
    return;
  }
  const auto bits = static_cast<unsigned>(picture.bits);
  for (unsigned x = 0; x < static_cast<unsigned>(picture.size.width); ++x)
    to[x] = static_cast<std::uint8_t>(row[x * bits / 8] >> (8 - bits - x * bits % 8)) &
            static_cast<std::uint8_t>((1u << bits) - 1);
}

Status readRows(ByteReader& reader, BmpPicture& picture) {
  const auto plane = picture.raster.plane();
  for (int i = 0; i < picture.size.height; ++i) {
    PHOTOSCRUB_TRY(row, reader.take(bmpRowBytes(picture.size.width, picture.bits)));
    unpackRow(picture, row, plane.row(picture.topDown ? i : picture.size.height - 1 - i));
  }
  return {};
}

} // namespace

std::size_t bmpRowBytes(int width, int bits) {
  return (static_cast<std::size_t>(width) * static_cast<std::size_t>(bits) + 31) / 32 * 4;
}

Result<BmpPicture> readBmp(ByteView file, const Limits& limits) {
  BmpPicture picture;
  Fields fields;
  ByteReader reader(file, Endian::little);
  PHOTOSCRUB_CHECK(readHeader(reader, fields, picture, limits));
  if (!knownPixels(fields, picture))
    return anotherCoding();
  // Without a place of their own the pixels follow the palette.
  if (fields.pixelsAt != 0 && fields.pixelsAt < reader.position())
    return damaged("where pixels begin");
  if (fields.pixelsAt != 0)
    PHOTOSCRUB_CHECK(reader.seek(fields.pixelsAt));
  const bool runs = fields.compression == rle8 || fields.compression == rle4;
  // Before memory is taken: every row has to be there.
  if (!runs && bmpRowBytes(picture.size.width, picture.bits) *
                       static_cast<std::uint64_t>(picture.size.height) >
                   reader.left())
    return reader.skip(reader.left() + 1).error();
  picture.raster =
      Raster(picture.size, std::max<std::size_t>(static_cast<std::size_t>(picture.bits) / 8, 1));
  if (!runs) {
    PHOTOSCRUB_CHECK(readRows(reader, picture));
    return picture;
  }
  if (picture.topDown)
    return damaged("run-length coded from the top");
  PHOTOSCRUB_CHECK(unpackBmpRuns(reader.rest(), picture.bits, picture.raster));
  return picture;
}

} // namespace photoscrub::redact
