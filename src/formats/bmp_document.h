/// A parsed BMP file, private to the BMP format's own files.
#pragma once

#include "formats/bmp_header.h"

namespace photoscrub::formats::bmp {

struct BmpDocument final : Document {
  Header header;   ///< cleaned
  Bytes fields;    ///< makeHeader() without a profile
  Bytes palette;   ///< unused bytes are 0
  ByteView pixels; ///< of the file, or ownPixels
  Bytes ownPixels; ///< where the file's own hold more than the picture
};

} // namespace photoscrub::formats::bmp
