/// A parsed WebP file, private to the WebP format's own files.
#pragma once

#include "formats/webp_chunks.h"

namespace photoscrub::formats::webp {

/// A coded picture as the output will hold it. Views show the file, or the document's own bytes.
struct Picture {
  std::string_view type; ///< "VP8 " or "VP8L"; empty: none
  ByteView alpha;        ///< what follows the first byte of ALPH; empty: no ALPH
  ByteView alphaHead;    ///< that first byte
  ByteView data;
  Size size;
  bool hasAlpha = false;
};

struct Frame {
  ByteView head; ///< kFrameHeader bytes
  Picture picture;
};

struct WebpDocument final : Document {
  Picture still;
  ByteView animation; ///< the payload of ANIM
  std::vector<Frame> frames;
  std::deque<Bytes> owned; ///< heads without their reserved bits
};

} // namespace photoscrub::formats::webp
