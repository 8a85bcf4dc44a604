/// RIFF files as lists of chunks, taken apart and put together without the code under test. Pure;
/// the splitter trusts its input: it is for files a test made itself.
#pragma once

#include "base/bytes.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::test {

struct RiffChunk {
  std::string type;
  Bytes payload{};
};

inline Bytes riffChunk(const RiffChunk& chunk, std::uint8_t padding = 0) {
  ByteWriter out(Endian::little);
  out.bytes(asBytes(chunk.type)).u32(static_cast<std::uint32_t>(chunk.payload.size()));
  out.bytes(chunk.payload);
  if (chunk.payload.size() % 2 != 0)
    out.u8(padding);
  return std::move(out).take();
}

inline Bytes riffChunks(const std::vector<RiffChunk>& chunks) {
  Bytes all;
  for (const auto& chunk : chunks) {
    const auto bytes = riffChunk(chunk);
    all.insert(all.end(), bytes.begin(), bytes.end());
  }
  return all;
}

/// `body` behind a file header; `sizeError` is added to the right size.
inline Bytes riffFile(const Bytes& body, std::int32_t sizeError = 0) {
  ByteWriter out(Endian::little);
  out.bytes(asBytes("RIFF"));
  out.u32(static_cast<std::uint32_t>(static_cast<std::int64_t>(body.size()) + 4 + sizeError));
  out.bytes(asBytes("WEBP")).bytes(body);
  return std::move(out).take();
}

inline Bytes joinWebp(const std::vector<RiffChunk>& chunks) {
  return riffFile(riffChunks(chunks));
}

inline std::vector<RiffChunk> splitChunks(ByteView bytes) {
  std::vector<RiffChunk> chunks;
  ByteReader reader(bytes, Endian::little);
  while (!reader.atEnd()) {
    const auto type = reader.take(4).value();
    const auto size = reader.u32().value();
    const auto payload = reader.take(size).value();
    chunks.push_back({std::string(asText(type)), {payload.begin(), payload.end()}});
    if (size % 2 != 0 && !reader.skip(1).ok())
      break;
  }
  return chunks;
}

inline std::vector<RiffChunk> splitWebp(ByteView file) {
  return splitChunks(file.subspan(12));
}

/// Where the first chunk of this type stands, or the end.
inline std::size_t indexOf(const std::vector<RiffChunk>& chunks, std::string_view type) {
  const auto at = std::find_if(chunks.begin(), chunks.end(),
                               [type](const RiffChunk& chunk) { return chunk.type == type; });
  return static_cast<std::size_t>(at - chunks.begin());
}

inline std::vector<RiffChunk> inserted(std::vector<RiffChunk> chunks, std::size_t index,
                                       RiffChunk chunk) {
  chunks.insert(chunks.begin() + static_cast<std::ptrdiff_t>(index), std::move(chunk));
  return chunks;
}

} // namespace photoscrub::test
