#include "formats/bmp_header.h"

#include <algorithm>

namespace photoscrub::formats::bmp {

namespace {

enum Compression : std::uint32_t {
  kRgb = 0,
  kRle8 = 1,
  kRle4 = 2,
  kBitFields = 3,
  kJpeg = 4,
  kPng = 5,
  kAlphaBitFields = 6,
};

// Where fields lie in the file.
constexpr std::size_t kPictureFields = 18, kSizeOfPixels = 34, kDensity = 38,
                      kColourSpaceField = 70, kCalibrationField = 74, kIntentField = 122,
                      kProfileField = 126;

Error malformed(std::string detail) {
  return {ErrorCode::malformed, "The BMP picture is damaged and cannot be read", std::move(detail)};
}

Error unsupported(std::string detail) {
  return {
      ErrorCode::unsupported,
      "This BMP uses a rare coding that photoscrub cannot handle. Open it in your photo program "
      "and export it as JPEG first, then clean that copy.",
      std::move(detail)};
}

std::uint32_t unsignedSide(std::int64_t side) {
  return static_cast<std::uint32_t>(side < 0 ? -side : side);
}

Status setSize(Header& header, std::int64_t width, std::int64_t height, const Limits& limits) {
  if (width <= 0 || height == 0)
    return malformed("width or height");
  const std::uint64_t w = unsignedSide(width), h = unsignedSide(height);
  if (w > limits.maxSide || h > limits.maxSide || w * h > limits.maxPixels)
    return Error{ErrorCode::limit, "The photo is larger than the set limits allow",
                 std::to_string(w) + " x " + std::to_string(h) + " pixels"};
  header.size = {static_cast<int>(w), static_cast<int>(h)};
  header.topDown = height < 0;
  return {};
}

Status readCore(ByteReader& reader, Header& header, const Limits& limits) {
  PHOTOSCRUB_TRY(width, reader.u16());
  PHOTOSCRUB_TRY(height, reader.u16());
  PHOTOSCRUB_CHECK(reader.skip(2)); // planes
  PHOTOSCRUB_TRY(bits, reader.u16());
  header.bits = bits;
  return setSize(header, width, height, limits);
}

// The shortest header of OS/2 2.x (16 bytes) ends behind the bits; what is missing is 0.
Status readInfo(ByteReader& reader, Header& header, const Limits& limits) {
  PHOTOSCRUB_TRY(width, reader.u32());
  PHOTOSCRUB_TRY(height, reader.u32());
  PHOTOSCRUB_CHECK(reader.skip(2));
  PHOTOSCRUB_TRY(bits, reader.u16());
  header.bits = bits;
  if (header.bytes >= kInfo) {
    PHOTOSCRUB_TRY(compression, reader.u32());
    PHOTOSCRUB_CHECK(reader.skip(4)); // bytes of the pixels, often wrong
    PHOTOSCRUB_TRY(x, reader.u32());
    PHOTOSCRUB_TRY(y, reader.u32());
    PHOTOSCRUB_TRY(used, reader.u32());
    PHOTOSCRUB_CHECK(reader.skip(4)); // important colours
    header.compression = compression;
    header.density = {x, y};
    header.coloursUsed = used;
  }
  return setSize(header, static_cast<std::int32_t>(width), static_cast<std::int32_t>(height),
                 limits);
}

bool isOs2(const Header& header) {
  return header.bytes == kCore || header.bytes < kInfo || header.bytes == 64;
}

Status checkCoding(Header& header) {
  constexpr std::array depths = {1, 2, 4, 8, 16, 24, 32};
  const auto compression = header.compression;
  if (compression == kJpeg || compression == kPng || compression > kAlphaBitFields ||
      (compression >= kBitFields && isOs2(header)))
    return unsupported("compression " + std::to_string(compression));
  if (std::find(depths.begin(), depths.end(), header.bits) == depths.end())
    return malformed("bits of a pixel");
  if (compression == kRle8 || compression == kRle4) {
    header.coding = compression == kRle8 ? Coding::rle8 : Coding::rle4;
    return header.bits == (compression == kRle8 ? 8 : 4) ? Status{}
                                                         : malformed("run lengths and depth");
  }
  if (compression != kRgb && header.bits != 16 && header.bits != 32)
    return malformed("masks and depth");
  return {};
}

// In the header from version 2 on, else behind it.
Status readMasks(ByteReader& reader, Header& header) {
  std::size_t count = header.bytes >= kWithAlphaMask ? 4 : header.bytes >= kWithMasks ? 3 : 0;
  if (isOs2(header))
    return {};
  if (count == 0 && header.compression >= kBitFields) {
    PHOTOSCRUB_CHECK(reader.seek(kFileHeader + header.bytes));
    count = header.compression == kAlphaBitFields ? 4 : 3;
    header.masksBehind = static_cast<std::uint32_t>(count) * 4;
  } else if (count == 3 && header.compression == kAlphaBitFields) {
    return unsupported("alpha mask in a header without room for it");
  }
  for (std::size_t i = 0; i < count; ++i) {
    PHOTOSCRUB_TRY(mask, reader.u32());
    header.masks[i] = mask;
  }
  return {};
}

Status readColours(ByteReader& reader, Header& header) {
  PHOTOSCRUB_CHECK(reader.seek(kColourSpaceField));
  PHOTOSCRUB_TRY(space, reader.u32());
  header.colourSpace = space;
  for (auto& number : header.calibration) {
    PHOTOSCRUB_TRY(value, reader.u32());
    number = value;
  }
  if (header.bytes < kVersion5)
    return {};
  PHOTOSCRUB_TRY(intent, reader.u32());
  PHOTOSCRUB_TRY(profileAt, reader.u32());
  PHOTOSCRUB_TRY(profileSize, reader.u32());
  PHOTOSCRUB_TRY(reserved, reader.u32());
  header.intent = intent;
  header.profileAt = profileAt;
  header.profileSize = profileSize;
  header.unusedIsZero = header.unusedIsZero && reserved == 0;
  return {};
}

bool allZero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

// The version an odd size is read as.
std::uint32_t standardSize(const Header& header) {
  if (header.bytes == kCore || header.bytes == kVersion5)
    return header.bytes;
  if (isOs2(header) || header.bytes < kWithMasks)
    return kInfo;
  if (header.bytes < kWithAlphaMask)
    return kWithMasks;
  return header.bytes < kVersion4 ? kWithAlphaMask : kVersion4;
}

std::array<std::uint32_t, 4> usualMasks(int bits) {
  if (bits == 16)
    return {0x7C00, 0x03E0, 0x001F, 0};
  return {0x00FF'0000, 0x0000'FF00, 0x0000'00FF, 0};
}

} // namespace

bool Header::hasMasks() const {
  return compression == kBitFields || compression == kAlphaBitFields;
}

Result<Header> readHeader(ByteView file, const Limits& limits) {
  if (!startsWith(file, asBytes("BM")))
    return malformed("signature");
  ByteReader reader(file, Endian::little);
  PHOTOSCRUB_CHECK(reader.skip(6));
  PHOTOSCRUB_TRY(reserved, reader.u32());
  PHOTOSCRUB_TRY(pixelsAt, reader.u32());
  PHOTOSCRUB_TRY(bytes, reader.u32());
  Header header;
  header.unusedIsZero = reserved == 0;
  header.pixelsAt = pixelsAt;
  header.bytes = bytes;
  if (bytes != kCore && (bytes < 16 || bytes > kVersion5))
    return malformed("size of the header");
  PHOTOSCRUB_CHECK(bytes == kCore ? readCore(reader, header, limits)
                                  : readInfo(reader, header, limits));
  PHOTOSCRUB_CHECK(checkCoding(header));
  PHOTOSCRUB_CHECK(readMasks(reader, header));
  if (bytes >= kVersion4)
    PHOTOSCRUB_CHECK(readColours(reader, header));
  PHOTOSCRUB_CHECK(reader.seek(header.tables()));
  const auto known = kFileHeader + standardSize(header);
  if (kFileHeader + bytes > known && bytes > kInfo)
    header.unusedIsZero =
        header.unusedIsZero && allZero(file.subspan(known, kFileHeader + bytes - known));
  return header;
}

Header cleaned(Header header) {
  const auto original = header;
  header.bytes = standardSize(header);
  if (!header.hasMasks()) {
    // Viewers take the usual colours; browsers look at the alpha mask all the same.
    const auto usual = usualMasks(header.bits);
    if (header.bits < 16 || !std::equal(usual.begin(), usual.begin() + 3, header.masks.begin()))
      header.masks = {0, 0, 0, header.bits == 32 ? header.masks[3] : 0};
  }
  if (header.bytes < kWithAlphaMask && header.masksBehind < 16)
    header.masks[3] = 0;
  if (header.colourSpace != kCalibrated || !header.hasCalibration())
    header.calibration = {};
  constexpr std::array spaces = {kCalibrated, kSrgb, kSystem, kEmbedded, kLinked};
  const bool known = std::find(spaces.begin(), spaces.end(), header.colourSpace) != spaces.end();
  if (header.hasCalibration() && header.colourSpace != kCalibrated && header.colourSpace != kSystem)
    header.colourSpace = kSrgb;
  constexpr std::array intents = {0u, 1u, 2u, 4u, 8u}; // LCS_GM_...
  if (std::find(intents.begin(), intents.end(), header.intent) == intents.end())
    header.intent = 0;
  if (header.bits > 8)
    header.coloursUsed = 0;
  header.unusedIsZero =
      original.unusedIsZero && known && original.masks == header.masks &&
      (original.calibration == header.calibration || original.colourSpace == kCalibrated) &&
      original.intent == header.intent;
  return header;
}

Bytes makeHeader(const Header& header, const Sizes& sizes) {
  const auto pixelsAt = header.tables() + sizes.palette;
  const auto number = [](std::uint64_t value) { return static_cast<std::uint32_t>(value); };
  ByteWriter out(Endian::little);
  out.bytes(asBytes("BM")).u32(number(pixelsAt + sizes.pixels + sizes.profile)).u32(0);
  out.u32(number(pixelsAt)).u32(header.bytes);
  const auto width = number(static_cast<std::uint64_t>(header.size.width));
  const auto height = number(static_cast<std::uint64_t>(header.size.height));
  if (header.bytes == kCore) {
    out.u16(static_cast<std::uint16_t>(width)).u16(static_cast<std::uint16_t>(height));
    out.u16(1).u16(static_cast<std::uint16_t>(header.bits));
    return std::move(out).take();
  }
  out.u32(width).u32(header.topDown ? 0u - height : height);
  out.u16(1).u16(static_cast<std::uint16_t>(header.bits)).u32(header.compression);
  out.u32(number(sizes.pixels)).u32(header.density[0]).u32(header.density[1]);
  const auto entries = sizes.palette / header.paletteEntry();
  const bool whole = header.bits > 8 || entries == std::uint64_t{1} << header.bits;
  out.u32(whole ? 0 : number(entries)).u32(0);
  const std::size_t inHeader = header.bytes >= kWithAlphaMask ? 4
                               : header.bytes >= kWithMasks   ? 3
                                                              : 0;
  for (std::size_t i = 0; i < std::max<std::size_t>(inHeader, header.masksBehind / 4); ++i)
    out.u32(header.masks[i]);
  if (!header.hasCalibration())
    return std::move(out).take();
  out.u32(sizes.profile > 0 ? kEmbedded : header.colourSpace);
  for (const auto value : header.calibration)
    out.u32(value);
  if (header.bytes < kVersion5)
    return std::move(out).take();
  const auto profileAt = sizes.profile > 0 ? pixelsAt + sizes.pixels - kFileHeader : 0;
  out.u32(header.intent).u32(number(profileAt)).u32(number(sizes.profile)).u32(0);
  return std::move(out).take();
}

std::vector<ByteView> pictureFields(ByteView bytes, const Header& header) {
  if (header.bytes == kCore)
    return {bytes.subspan(kPictureFields)};
  std::vector<ByteView> fields{bytes.subspan(kPictureFields, kSizeOfPixels - kPictureFields)};
  if (!header.hasCalibration()) {
    fields.push_back(bytes.subspan(kDensity));
    return fields;
  }
  fields.push_back(bytes.subspan(kDensity, kColourSpaceField - kDensity));
  const auto end = header.bytes == kVersion5 ? kProfileField : kIntentField;
  fields.push_back(bytes.subspan(kCalibrationField, end - kCalibrationField));
  return fields;
}

} // namespace photoscrub::formats::bmp
