/// JPEG files as lists of segments, taken apart and put together without the code under test.
/// Pure; the splitter trusts its input: it is for files a test made itself.
#pragma once

#include "base/bytes.h"

#include <string_view>
#include <vector>

namespace photoscrub::test {

/// A marker segment; after SOS with its scan data. EOI is not one of them.
struct JpegPiece {
  std::uint8_t marker = 0;
  Bytes payload;
  Bytes entropy{};
};

inline Bytes bytesOf(std::string_view text) {
  return {text.begin(), text.end()};
}

inline Bytes operator+(Bytes a, ByteView b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

inline Bytes jpegSegment(std::uint8_t marker, ByteView payload) {
  ByteWriter out;
  out.u8(0xFF).u8(marker).u16(static_cast<std::uint16_t>(payload.size() + 2)).bytes(payload);
  return std::move(out).take();
}

/// The segments between SOI and EOI of a well-formed `file`.
inline std::vector<JpegPiece> splitJpeg(ByteView file) {
  std::vector<JpegPiece> pieces;
  std::size_t at = 2;
  while (file[at + 1] != 0xD9) {
    const std::size_t length = file[at + 2] * 256u + file[at + 3];
    const auto payload = file.subspan(at + 4, length - 2);
    pieces.push_back({file[at + 1], {payload.begin(), payload.end()}});
    at += 2 + length;
    if (pieces.back().marker != 0xDA)
      continue;
    const auto begin = at;
    while (file[at] != 0xFF || file[at + 1] == 0 || (file[at + 1] & 0xF8) == 0xD0)
      ++at;
    pieces.back().entropy = {file.begin() + static_cast<std::ptrdiff_t>(begin),
                             file.begin() + static_cast<std::ptrdiff_t>(at)};
  }
  return pieces;
}

inline Bytes joinJpeg(const std::vector<JpegPiece>& pieces) {
  Bytes file = {0xFF, 0xD8};
  for (const auto& piece : pieces)
    file = std::move(file) + jpegSegment(piece.marker, piece.payload) + piece.entropy;
  return std::move(file) + Bytes{0xFF, 0xD9};
}

/// Where the first piece with this marker stands, or the end.
inline std::size_t indexOf(const std::vector<JpegPiece>& pieces, std::uint8_t marker) {
  std::size_t i = 0;
  while (i < pieces.size() && pieces[i].marker != marker)
    ++i;
  return i;
}

inline std::vector<JpegPiece> inserted(std::vector<JpegPiece> pieces, std::size_t index,
                                       JpegPiece piece) {
  pieces.insert(pieces.begin() + static_cast<std::ptrdiff_t>(index), std::move(piece));
  return pieces;
}

/// `file` with a segment right after SOI.
inline Bytes withSegment(const Bytes& file, std::uint8_t marker, ByteView payload) {
  return joinJpeg(inserted(splitJpeg(file), 0, {marker, {payload.begin(), payload.end()}}));
}

} // namespace photoscrub::test
