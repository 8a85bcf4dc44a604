/// The chunks of PNG that reading, writing and auditing share. Pure; views show the file's bytes.
#pragma once

#include "formats/container_format.h"

#include <optional>
#include <string>
#include <string_view>

namespace photoscrub::formats::png {

using namespace std::string_view_literals;

inline constexpr auto kSignature = "\x89PNG\r\n\x1a\n"sv;
/// The name a rewritten profile goes by; PNG wants one.
inline constexpr auto kProfileName = "ICC profile"sv;

/// The parts of IHDR (11.2.1) that rules for other chunks depend on.
struct Header {
  Size size;
  int bitDepth = 0;
  int colourType = 0;
};
/// Errors: malformed, limit.
Result<Header> readHeader(ByteView payload, const Limits& limits);

/// Where a chunk may stand in a file.
enum class Place {
  beforePalette, ///< before PLTE and the image data
  beforeData,    ///< after PLTE, before the image data
  frames,        ///< APNG frames, around and after the image data
  data,          ///< IDAT
};

/// The place of a chunk a cleaned file may hold, if `payload` has the one form the standard gives
/// it for this picture; nothing where the chunk has to go. `paletteEntries` is 0 before PLTE.
std::optional<Place> placeOf(std::string_view type, ByteView payload, const Header& header,
                             int paletteEntries);

/// What a chunk that goes was, for reports: its kind and a name that shows none of its content.
struct ChunkUse {
  FindingKind kind = FindingKind::other;
  std::string where;
  bool describedByExiv2 = false;
};
ChunkUse chunkUse(std::string_view type, ByteView payload);

/// CRC-32 of ISO 3309 over type and payload (clause 5.5).
std::uint32_t crc(ByteView typeAndPayload);
/// A whole chunk: length, type, payload, CRC.
Bytes makeChunk(std::string_view type, ByteView payload);

/// An iCCP payload (11.3.2.3) for `profile`. Deterministic.
Bytes packProfile(ByteView profile);
/// The profile in an iCCP payload. Errors: malformed, limit.
Result<Bytes> unpackProfile(ByteView payload, const Limits& limits);

} // namespace photoscrub::formats::png
