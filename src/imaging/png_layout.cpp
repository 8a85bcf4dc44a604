#include "imaging/png_layout.h"

#include "imaging/codec.h"

#include <algorithm>

namespace photoscrub::imaging {

namespace {

constexpr std::uint64_t kSignatureBytes = 8;
constexpr std::uint64_t kHeaderBytes = 13; // 11.2.1
constexpr std::uint64_t kCrcBytes = 4;

struct Chunk {
  std::string_view type;
  ByteView data;
  std::uint64_t start; // of the data, in the file
};

Result<Chunk> nextChunk(ByteReader& reader) {
  PHOTOSCRUB_TRY(length, reader.u32());
  PHOTOSCRUB_TRY(type, reader.take(4));
  const std::uint64_t start = reader.position();
  PHOTOSCRUB_TRY(data, reader.take(length));
  PHOTOSCRUB_CHECK(reader.skip(kCrcBytes));
  return Chunk{asText(type), data, start};
}

Error damaged(std::string detail) {
  return {ErrorCode::malformed, "The PNG picture is damaged and cannot be read", std::move(detail)};
}

Result<PngLayout> readHeader(const Chunk& chunk, const Limits& limits) {
  if (chunk.type == "CgBI")
    return Error{ErrorCode::unsupported,
                 "This PNG was changed for an iPhone app, which photoscrub cannot handle", "CgBI"};
  if (chunk.type != "IHDR" || chunk.data.size() != kHeaderBytes)
    return damaged("IHDR");
  ByteReader reader(chunk.data);
  PHOTOSCRUB_TRY(width, reader.u32());
  PHOTOSCRUB_TRY(height, reader.u32());
  PHOTOSCRUB_TRY(bitDepth, reader.u8());
  PHOTOSCRUB_TRY(colourType, reader.u8());
  PHOTOSCRUB_CHECK(reader.skip(2)); // compression and filter method: libpng tests them
  PHOTOSCRUB_TRY(interlace, reader.u8());
  PHOTOSCRUB_CHECK(checkSize(width, height, limits));
  PngLayout layout;
  layout.size = {static_cast<int>(width), static_cast<int>(height)};
  layout.bitDepth = bitDepth;
  layout.colourType = colourType;
  layout.interlaced = interlace != 0;
  return layout;
}

} // namespace

Result<PngLayout> readPngLayout(ByteView file, const Limits& limits) {
  ByteReader reader(file);
  PHOTOSCRUB_CHECK(reader.skip(kSignatureBytes));
  auto header = nextChunk(reader);
  if (!header.ok())
    return damaged("IHDR");
  PHOTOSCRUB_TRY(layout, readHeader(header.value(), limits));
  for (std::uint32_t count = 1;; ++count) {
    if (count > limits.maxParts)
      return Error{ErrorCode::limit, "The PNG picture has more parts than photoscrub opens", ""};
    const auto chunk = nextChunk(reader);
    // A chunk that is cut off may be image data of which the beginning can still be shown.
    if (!chunk.ok() || chunk.value().type == "IDAT" || chunk.value().type == "IEND")
      return layout;
    layout.animated |= chunk.value().type == "acTL";
    layout.hasGamma |= chunk.value().type == "gAMA";
    layout.hasPrimaries |= chunk.value().type == "cHRM";
  }
}

std::uint64_t imageBytesFrom(ByteView file, std::uint64_t position) {
  ByteReader reader(file);
  if (!reader.skip(kSignatureBytes).ok())
    return 0;
  std::uint64_t count = 0;
  for (auto chunk = nextChunk(reader); chunk.ok() && chunk.value().type != "IEND";
       chunk = nextChunk(reader)) {
    if (chunk.value().type != "IDAT")
      continue;
    const std::uint64_t end = chunk.value().start + chunk.value().data.size();
    if (end > position)
      count += end - std::max(chunk.value().start, position);
  }
  return count;
}

} // namespace photoscrub::imaging
