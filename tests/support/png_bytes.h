/// PNG files as lists of chunks, taken apart and put together without the code under test. Pure;
/// the splitter trusts its input: it is for files a test made itself.
#pragma once

#include "base/bytes.h"

#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::test {

struct PngChunk {
  std::string type;
  Bytes payload{};
};

/// CRC-32 as in annex D of the PNG standard.
inline std::uint32_t pngCrc(ByteView bytes) {
  std::uint32_t crc = 0xFFFF'FFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit)
      crc = (crc & 1) != 0 ? 0xEDB8'8320 ^ (crc >> 1) : crc >> 1;
  }
  return crc ^ 0xFFFF'FFFF;
}

/// The bytes of a chunk; `crcError` is added to the right CRC.
inline Bytes pngChunk(const PngChunk& chunk, std::uint32_t crcError = 0) {
  ByteWriter typed;
  typed.bytes(asBytes(chunk.type)).bytes(chunk.payload);
  ByteWriter out;
  out.u32(static_cast<std::uint32_t>(chunk.payload.size())).bytes(typed.view());
  out.u32(pngCrc(typed.view()) + crcError);
  return std::move(out).take();
}

inline Bytes pngSignature() {
  return {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
}

/// All chunks of a well-formed `file`, IHDR to IEND.
inline std::vector<PngChunk> splitPng(ByteView file) {
  std::vector<PngChunk> chunks;
  ByteReader reader(file);
  for (bool more = reader.skip(8).ok(); more;) {
    const auto length = reader.u32().value();
    const auto type = reader.take(4).value();
    const auto payload = reader.take(length).value();
    chunks.push_back({std::string(asText(type)), {payload.begin(), payload.end()}});
    more = reader.skip(4).ok() && chunks.back().type != "IEND";
  }
  return chunks;
}

inline Bytes joinPng(const std::vector<PngChunk>& chunks) {
  Bytes file = pngSignature();
  for (const auto& chunk : chunks) {
    const auto bytes = pngChunk(chunk);
    file.insert(file.end(), bytes.begin(), bytes.end());
  }
  return file;
}

/// Where the first chunk of this type stands, or the end.
inline std::size_t indexOf(const std::vector<PngChunk>& chunks, std::string_view type) {
  std::size_t i = 0;
  while (i < chunks.size() && chunks[i].type != type)
    ++i;
  return i;
}

inline std::vector<PngChunk> inserted(std::vector<PngChunk> chunks, std::size_t index,
                                      PngChunk chunk) {
  chunks.insert(chunks.begin() + static_cast<std::ptrdiff_t>(index), std::move(chunk));
  return chunks;
}

/// `file` with a chunk right after IHDR.
inline Bytes withChunk(const Bytes& file, PngChunk chunk) {
  return joinPng(inserted(splitPng(file), 1, std::move(chunk)));
}

} // namespace photoscrub::test
