/// A parsed PNG file, private to the PNG format's own files.
#pragma once

#include "formats/png_chunks.h"

namespace photoscrub::formats::png {

/// A chunk of the output, as it stands in the file.
struct Chunk {
  ByteView typeAndPayload;
  bool intact = true; ///< length, type, payload and CRC can be copied in one piece
};

struct PngDocument final : Document {
  Header header;
  std::vector<Chunk> chunks; ///< in output order: IHDR first, IEND not included
};

} // namespace photoscrub::formats::png
