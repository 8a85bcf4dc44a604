#include "formats/png_chunks.h"

#include "formats/png_frames.h"

#include <algorithm>
#include <array>
#include <memory>

#include <libdeflate.h>

namespace photoscrub::formats::png {

namespace {

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The PNG picture is damaged and cannot be read", std::move(detail)};
}

constexpr int kGrey = 0, kRgb = 2, kPalette = 3, kGreyAlpha = 4, kRgbAlpha = 6;

// Table 12: the bit depths each colour type allows.
bool depthFits(int colourType, int depth) {
  const auto in = [depth](std::initializer_list<int> list) {
    return std::find(list.begin(), list.end(), depth) != list.end();
  };
  switch (colourType) {
  case kGrey:
    return in({1, 2, 4, 8, 16});
  case kPalette:
    return in({1, 2, 4, 8});
  case kRgb:
  case kGreyAlpha:
  case kRgbAlpha:
    return in({8, 16});
  default:
    return false;
  }
}

std::size_t transparencySize(const Header& header, int paletteEntries, std::size_t found) {
  if (header.colourType == kGrey)
    return 2;
  if (header.colourType == kRgb)
    return 6;
  if (header.colourType != kPalette)
    return 0; // not allowed with an alpha channel
  return found <= static_cast<std::size_t>(paletteEntries) ? found : 0;
}

std::size_t backgroundSize(const Header& header) {
  if (header.colourType == kPalette)
    return 1;
  return header.colourType == kGrey || header.colourType == kGreyAlpha ? 2 : 6;
}

std::size_t significantBitsSize(const Header& header) {
  constexpr std::array<std::size_t, 7> sizes = {1, 0, 3, 3, 2, 0, 4};
  return sizes[static_cast<std::size_t>(header.colourType)];
}

struct TextKey {
  std::string_view keyword; // 11.3.3.1, and what well-known programs write
  FindingKind kind;
  bool describedByExiv2;
};

constexpr TextKey kTextKeys[] = {
    {"Author", FindingKind::identity, false},
    {"Copyright", FindingKind::identity, false},
    {"Title", FindingKind::caption, false},
    {"Description", FindingKind::caption, false},
    {"Comment", FindingKind::comment, false},
    {"Disclaimer", FindingKind::comment, false},
    {"Warning", FindingKind::comment, false},
    {"Software", FindingKind::software, false},
    {"Source", FindingKind::device, false},
    {"Creation Time", FindingKind::time, false},
    {"date:create", FindingKind::time, false},
    {"date:modify", FindingKind::time, false},
    {"XML:com.adobe.xmp", FindingKind::other, true},
    {"Raw profile type exif", FindingKind::other, true},
    {"Raw profile type APP1", FindingKind::other, true},
    {"Raw profile type iptc", FindingKind::other, true},
    {"Raw profile type xmp", FindingKind::other, true},
    {"Raw profile type 8bim", FindingKind::other, false},
    {"Raw profile type icc", FindingKind::colourText, false},
};

ChunkUse textUse(std::string_view type, ByteView payload) {
  const auto keyword = asText(payload).substr(0, asText(payload).find('\0'));
  for (const auto& key : kTextKeys)
    if (key.keyword == keyword)
      return {key.kind, std::string(type) + " " + std::string(keyword), key.describedByExiv2};
  return {FindingKind::comment, std::string(type) + " text", false};
}

} // namespace

Result<Header> readHeader(ByteView payload, const Limits& limits) {
  if (payload.size() != 13)
    return malformed("IHDR length");
  ByteReader reader(payload);
  PHOTOSCRUB_TRY(width, reader.u32());
  PHOTOSCRUB_TRY(height, reader.u32());
  PHOTOSCRUB_TRY(depth, reader.u8());
  PHOTOSCRUB_TRY(colourType, reader.u8());
  PHOTOSCRUB_TRY(compression, reader.u8());
  PHOTOSCRUB_TRY(filter, reader.u8());
  PHOTOSCRUB_TRY(interlace, reader.u8());
  if (width == 0 || height == 0 || !depthFits(colourType, depth) || compression != 0 ||
      filter != 0 || interlace > 1)
    return malformed("IHDR values");
  if (width > limits.maxSide || height > limits.maxSide ||
      static_cast<std::uint64_t>(width) * height > limits.maxPixels)
    return Error{ErrorCode::limit, "The photo is larger than the set limits allow",
                 std::to_string(width) + " x " + std::to_string(height) + " pixels"};
  return Header{{static_cast<int>(width), static_cast<int>(height)}, depth, colourType};
}

std::optional<Place> placeOf(std::string_view type, ByteView payload, const Header& header,
                             int paletteEntries) {
  const auto size = payload.size();
  const auto when = [](bool fine, Place place) {
    return fine ? std::optional<Place>(place) : std::nullopt;
  };
  if (type == "IDAT")
    return Place::data;
  if (type == "PLTE") // a suggested palette for true colour shows nothing and goes
    return when(header.colourType == kPalette && size > 0 && size % 3 == 0 &&
                    size <= (3u << header.bitDepth) && paletteEntries == 0,
                Place::beforeData);
  if (type == "gAMA")
    return when(size == 4, Place::beforePalette);
  if (type == "cHRM")
    return when(size == 32, Place::beforePalette);
  if (type == "cICP") // 11.3.2.6: RGB, so no matrix
    return when(size == 4 && payload[2] == 0 && payload[3] <= 1, Place::beforePalette);
  if (type == "sRGB")
    return when(size == 1 && payload[0] <= 3, Place::beforePalette);
  if (type == "sBIT")
    return when(size == significantBitsSize(header), Place::beforePalette);
  if (type == "tRNS")
    return when(size > 0 && size == transparencySize(header, paletteEntries, size),
                Place::beforeData);
  if (type == "bKGD")
    return when(size == backgroundSize(header), Place::beforeData);
  if (type == "pHYs")
    return when(size == 9 && payload[8] <= 1, Place::beforeData);
  if (type == "acTL")
    return when(size == 8 && frameSequence(payload, header.size), Place::beforeData);
  if (type == "fcTL")
    return when(size == 26, Place::frames);
  if (type == "fdAT")
    return when(size >= 4, Place::frames);
  return std::nullopt;
}

ChunkUse chunkUse(std::string_view type, ByteView payload) {
  if (type == "tEXt" || type == "zTXt" || type == "iTXt")
    return textUse(type, payload);
  if (type == "eXIf" || type == "zxIf")
    return {FindingKind::other, "Exif block", true};
  if (type == "tIME")
    return {FindingKind::time, "tIME chunk", false};
  if (type == "caBX")
    return {FindingKind::provenance, "caBX provenance block (C2PA)", false};
  if (type == "IDAT" || type == "fcTL" || type == "fdAT")
    return {FindingKind::hiddenImage, std::string(type) + " that no viewer shows", false};
  if (type == "iCCP")
    return {FindingKind::other, "damaged colour profile", false};
  return {FindingKind::other, std::string(type) + " chunk", false};
}

std::uint32_t crc(ByteView typeAndPayload) {
  return libdeflate_crc32(0, typeAndPayload.data(), typeAndPayload.size());
}

Bytes makeChunk(std::string_view type, ByteView payload) {
  ByteWriter writer;
  writer.u32(static_cast<std::uint32_t>(payload.size())).bytes(asBytes(type)).bytes(payload);
  const auto sum = crc(ByteView(writer.view()).subspan(4));
  return std::move(writer.u32(sum)).take();
}

Bytes packProfile(ByteView profile) {
  const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
      libdeflate_alloc_compressor(9), &libdeflate_free_compressor);
  Bytes packed(libdeflate_zlib_compress_bound(compressor.get(), profile.size()));
  packed.resize(libdeflate_zlib_compress(compressor.get(), profile.data(), profile.size(),
                                         packed.data(), packed.size()));
  ByteWriter writer;
  writer.bytes(asBytes(kProfileName)).u8(0).u8(0).bytes(packed);
  return std::move(writer).take();
}

Result<Bytes> unpackProfile(ByteView payload, const Limits& limits) {
  const auto nameEnd = asText(payload).find('\0');
  if (nameEnd == std::string_view::npos || nameEnd > 79 || nameEnd + 2 > payload.size() ||
      payload[nameEnd + 1] != 0)
    return malformed("iCCP name");
  const auto packed = payload.subspan(nameEnd + 2);
  const std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>
      decompressor(libdeflate_alloc_decompressor(), &libdeflate_free_decompressor);
  // Deflate packs 1032:1 at most; grow towards the limit only as the data ask for it.
  std::size_t room = std::min<std::size_t>(limits.maxProfileBytes, 64 * 1024);
  for (;;) {
    Bytes profile(room);
    std::size_t consumed = 0, size = 0;
    const auto result =
        libdeflate_zlib_decompress_ex(decompressor.get(), packed.data(), packed.size(),
                                      profile.data(), profile.size(), &consumed, &size);
    if (result == LIBDEFLATE_SUCCESS) {
      profile.resize(size);
      return profile;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE)
      return malformed("iCCP data");
    if (room == limits.maxProfileBytes)
      return Error{ErrorCode::limit, "The colour profile is larger than the set limits allow",
                   "iCCP"};
    room = std::min<std::size_t>(room * 8, limits.maxProfileBytes);
  }
}

} // namespace photoscrub::formats::png
