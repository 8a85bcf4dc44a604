/// JPEG 2000 codestreams as lists of segments, taken apart and put together without the code under
/// test. Pure; the splitter trusts its input: it is for files a test made itself.
#pragma once

#include "base/bytes.h"

#include <vector>

namespace photoscrub::test {

struct J2kTilePart {
  std::uint16_t tile = 0;
  std::uint8_t index = 0, count = 0;
  std::vector<Bytes> segments{}; ///< with marker and length
  Bytes data{};
};

struct J2kPieces {
  std::vector<Bytes> segments{}; ///< of the main header, SIZ first
  std::vector<J2kTilePart> parts{};
};

inline Bytes j2kSegment(std::uint16_t marker, const Bytes& payload) {
  ByteWriter out;
  out.u16(marker).u16(static_cast<std::uint16_t>(payload.size() + 2)).bytes(payload);
  return std::move(out).take();
}

inline std::uint16_t j2kMarker(const Bytes& segment) {
  return static_cast<std::uint16_t>(segment[0] << 8 | segment[1]);
}

inline J2kPieces splitJ2k(ByteView bytes) {
  J2kPieces pieces;
  ByteReader reader(bytes);
  (void)reader.skip(2); // SOC
  const auto segment = [&] {
    const auto marker = reader.u16().value();
    const auto payload = reader.take(reader.u16().value() - 2u).value();
    return j2kSegment(marker, {payload.begin(), payload.end()});
  };
  const auto peek = [&] { return ByteReader(reader.rest()).u16().value(); };
  while (peek() != 0xFF90)
    pieces.segments.push_back(segment());
  while (peek() == 0xFF90) {
    const auto begin = reader.position();
    const auto sot = segment();
    ByteReader fields(ByteView(sot).subspan(4));
    J2kTilePart part;
    part.tile = fields.u16().value();
    const std::uint64_t length = fields.u32().value();
    part.index = fields.u8().value();
    part.count = fields.u8().value();
    while (peek() != 0xFF93)
      part.segments.push_back(segment());
    (void)reader.skip(2);
    const auto data = reader.take(length - (reader.position() - begin)).value();
    part.data.assign(data.begin(), data.end());
    pieces.parts.push_back(std::move(part));
  }
  return pieces;
}

/// `lengthError` is added to the length of each tile-part.
inline Bytes joinJ2k(const J2kPieces& pieces, int lengthError = 0) {
  ByteWriter out;
  out.u16(0xFF4F);
  for (const auto& segment : pieces.segments)
    out.bytes(segment);
  for (const auto& part : pieces.parts) {
    std::size_t length = 14 + part.data.size();
    for (const auto& segment : part.segments)
      length += segment.size();
    out.u16(0xFF90).u16(10).u16(part.tile);
    out.u32(static_cast<std::uint32_t>(static_cast<long long>(length) + lengthError));
    out.u8(part.index).u8(part.count);
    for (const auto& segment : part.segments)
      out.bytes(segment);
    out.u16(0xFF93).bytes(part.data);
  }
  out.u16(0xFFD9);
  return std::move(out).take();
}

} // namespace photoscrub::test
