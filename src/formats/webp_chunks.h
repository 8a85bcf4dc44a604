/// The chunks of WebP (RFC 9649, section 2) that reading, writing and auditing share. Pure; views
/// show the file's bytes.
#pragma once

#include "formats/container_format.h"

#include <optional>
#include <string>
#include <string_view>

namespace photoscrub::formats::webp {

inline constexpr std::size_t kFileHeader = 12; ///< "RIFF", size, "WEBP"
inline constexpr std::size_t kChunkHeader = 8; ///< type, size
inline constexpr std::size_t kExtendedSize = 10, kAnimationSize = 6, kFrameHeader = 16;

/// "RIFF", four bytes, "WEBP".
bool isWebp(ByteView file);

/// What VP8X announces (2.7.1), in the bits it has for that.
struct Extended {
  static constexpr std::uint8_t kProfile = 0x20, kAlpha = 0x10, kExif = 0x08, kXmp = 0x04,
                                kAnimation = 0x02;
  std::uint8_t flags = 0; ///< as they stand there
  Size canvas;
  bool reservedIsZero = true;
};
/// REQUIRES: payload has kExtendedSize bytes or more. Errors: limit.
Result<Extended> readExtended(ByteView payload, const Limits& limits);
Bytes extendedPayload(std::uint8_t flags, Size canvas);

/// The head of a coded picture.
struct PictureHead {
  Size size;
  bool alpha = false;
};
/// `type` is "VP8 " or "VP8L". Nothing where decoders refuse the picture by its first bytes.
std::optional<PictureHead> readPictureHead(std::string_view type, ByteView payload);

/// How much of an ALPH payload (2.7.1.2) a decoder reads for a picture of this size, as far as that
/// can be told without decoding; nothing where it can make no use of it.
std::optional<std::size_t> alphaSize(ByteView payload, Size picture);
/// The bits of its first byte that have a meaning.
inline constexpr std::uint8_t kAlphaBits = 0x3F;

/// The head of a frame (2.7.1.1).
struct FrameHead {
  Rect area; ///< on the canvas
  bool reservedIsZero = true;
};
/// REQUIRES: payload has kFrameHeader bytes or more.
FrameHead readFrameHead(ByteView payload);
/// The bits of its last byte that have a meaning: disposal and blending.
inline constexpr std::uint8_t kFrameBits = 0x03;
bool liesWithin(const Rect& area, Size canvas);

Status checkSize(Size size, const Limits& limits);

/// What a chunk that goes was, for reports.
struct ChunkUse {
  FindingKind kind = FindingKind::other;
  std::string where;
  bool describedByExiv2 = false;
};
ChunkUse chunkUse(std::string_view type);

} // namespace photoscrub::formats::webp
