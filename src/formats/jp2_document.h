/// A parsed JPEG 2000 file, private to the format's own files.
#pragma once

#include "formats/jp2_header.h"

namespace photoscrub::formats::jp2 {

struct Jp2Document final : Document {
  bool bare = false; ///< a codestream without boxes
  ColourHeader colour;
  Codestream codestream;
};

} // namespace photoscrub::formats::jp2
