#include "formats/webp_chunks.h"

namespace photoscrub::formats::webp {

namespace {

using namespace std::string_view_literals;

std::uint32_t u24(ByteView bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16);
}

// RFC 6386, 9.1: a frame tag of three bytes, the start code, width and height with scales.
std::optional<PictureHead> readLossy(ByteView payload) {
  ByteReader reader(payload, Endian::little);
  const auto tag = reader.take(3);
  const auto startCode = reader.take(3);
  const auto width = reader.u16(), height = reader.u16();
  if (!height.ok() || !sameBytes(startCode.value(), asBytes("\x9D\x01\x2A"sv)))
    return std::nullopt;
  const auto bits = u24(tag.value(), 0);
  const bool keyFrame = (bits & 1) == 0, shown = (bits >> 4 & 1) != 0;
  const auto version = bits >> 1 & 7, firstPartition = bits >> 5;
  const PictureHead head{{width.value() & 0x3FFF, height.value() & 0x3FFF}, false};
  if (!keyFrame || !shown || version > 3 || firstPartition >= payload.size() ||
      head.size.width == 0 || head.size.height == 0)
    return std::nullopt;
  return head;
}

// RFC 9649, 3.4: the signature, 14 bits of width - 1 and of height - 1, alpha, version 0.
std::optional<PictureHead> readLossless(ByteView payload) {
  ByteReader reader(payload, Endian::little);
  const auto signature = reader.u8();
  const auto bits = reader.u32();
  if (!bits.ok() || signature.value() != 0x2F || bits.value() >> 29 != 0)
    return std::nullopt;
  return PictureHead{{static_cast<int>(bits.value() & 0x3FFF) + 1,
                      static_cast<int>(bits.value() >> 14 & 0x3FFF) + 1},
                     (bits.value() >> 28 & 1) != 0};
}

} // namespace

bool isWebp(ByteView file) {
  return file.size() >= kFileHeader && startsWith(file, asBytes("RIFF")) &&
         startsWith(file.subspan(8), asBytes("WEBP"));
}

Status checkSize(Size size, const Limits& limits) {
  const auto width = static_cast<std::uint64_t>(size.width);
  const auto height = static_cast<std::uint64_t>(size.height);
  if (width > limits.maxSide || height > limits.maxSide || width * height > limits.maxPixels)
    return Error{ErrorCode::limit, "The photo is larger than the set limits allow",
                 std::to_string(width) + " x " + std::to_string(height) + " pixels"};
  return {};
}

Result<Extended> readExtended(ByteView payload, const Limits& limits) {
  constexpr std::uint8_t known = Extended::kProfile | Extended::kAlpha | Extended::kExif |
                                 Extended::kXmp | Extended::kAnimation;
  Extended extended;
  extended.flags = payload[0] & known;
  extended.canvas = {static_cast<int>(u24(payload, 4)) + 1, static_cast<int>(u24(payload, 7)) + 1};
  extended.reservedIsZero = extended.flags == payload[0] && u24(payload, 1) == 0;
  PHOTOSCRUB_CHECK(checkSize(extended.canvas, limits));
  return extended;
}

Bytes extendedPayload(std::uint8_t flags, Size canvas) {
  Bytes payload{flags, 0, 0, 0};
  for (const int side : {canvas.width - 1, canvas.height - 1})
    for (const int shift : {0, 8, 16})
      payload.push_back(static_cast<std::uint8_t>(side >> shift));
  return payload;
}

std::optional<PictureHead> readPictureHead(std::string_view type, ByteView payload) {
  return type == "VP8L" ? readLossless(payload) : readLossy(payload);
}

std::optional<std::size_t> alphaSize(ByteView payload, Size picture) {
  if (payload.size() < 2)
    return std::nullopt;
  const auto samples =
      static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
  switch (payload[0] & 3) {
  case 0: // one byte a sample
    return payload.size() > samples ? std::optional(1 + samples) : std::nullopt;
  case 1: // a lossless stream, which ends where its decoder says
    return payload.size();
  default:
    return std::nullopt;
  }
}

FrameHead readFrameHead(ByteView payload) {
  const auto number = [&](std::size_t at) { return static_cast<int>(u24(payload, at)); };
  return {{number(0) * 2, number(3) * 2, number(6) + 1, number(9) + 1},
          (payload[kFrameHeader - 1] & ~kFrameBits) == 0};
}

bool liesWithin(const Rect& area, Size canvas) {
  return area.right() <= canvas.width && area.bottom() <= canvas.height;
}

ChunkUse chunkUse(std::string_view type) {
  if (type == "EXIF")
    return {FindingKind::other, "Exif block", true};
  if (type == "XMP ")
    return {FindingKind::other, "XMP packet", true};
  if (type.starts_with("XMP")) // some writers close the name with a NUL
    return {FindingKind::other, "XMP packet under a wrong name", true};
  if (type == "C2PA")
    return {FindingKind::provenance, "C2PA provenance block", false};
  if (type == "ICCP")
    return {FindingKind::other, "colour profile that no viewer uses", false};
  if (type == "VP8 " || type == "VP8L" || type == "ALPH" || type == "ANMF")
    return {FindingKind::hiddenImage,
            std::string(type.substr(0, type.find(' '))) + " chunk that no viewer shows", false};
  if (type == "VP8X" || type == "ANIM")
    return {FindingKind::other, std::string(type) + " chunk that no viewer reads", false};
  return {FindingKind::other, "unknown chunk", false};
}

} // namespace photoscrub::formats::webp
