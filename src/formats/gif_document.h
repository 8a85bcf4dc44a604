/// A parsed GIF file, private to the GIF format's own files.
#pragma once

#include "formats/gif_blocks.h"

namespace photoscrub::formats::gif {

/// One image as the output will hold it. Views show the file, or the document's own bytes.
struct Frame {
  ByteView control;             ///< a whole control extension, or empty
  ByteView descriptor;          ///< introducer and image descriptor
  ByteView tableAndCodeSize;    ///< local colour table and minimum code size
  std::vector<ByteView> pixels; ///< the coded data, without the lengths of sub-blocks
  ByteView asItStands;          ///< the sub-blocks with their end, if they are in the one form
};

struct GifDocument final : Document {
  ByteView head; ///< signature, screen descriptor and global colour table
  std::optional<std::uint16_t> loops;
  std::vector<Frame> frames;
  std::deque<Bytes> owned;
};

} // namespace photoscrub::formats::gif
