/// Frames back to a GIF file (CompuServe, "Graphics Interchange Format, Version 89a"). Internal to
/// src/redact. Not thread-safe.
#pragma once

#include "redact/gif_frames.h"

namespace photoscrub::redact {

class GifWriter {
public:
  explicit GifWriter(const GifScreen& screen);

  /// Rows are stored in order. REQUIRES: `indices` has the frame's size.
  void add(const GifFrame& frame, const Raster& indices);
  Bytes finish();

private:
  ByteWriter file_{Endian::little};
  std::size_t screenColours_;
};

/// `indices` as GIF's variable-length codes (appendix F) in blocks, with the empty one at the end.
/// REQUIRES: 2 <= codeBits <= 8, every index below 1 << codeBits.
Bytes packGifIndices(ByteView indices, int codeBits);

} // namespace photoscrub::redact
