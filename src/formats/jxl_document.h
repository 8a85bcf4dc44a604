/// A parsed JPEG XL file, private to the format's own files.
#pragma once

#include "formats/container_format.h"
#include "formats/jxl_codestream.h"

namespace photoscrub::formats::jxl {

struct JxlDocument final : Document {
  bool highLevel = false; ///< needs a decoder of level 10
};

} // namespace photoscrub::formats::jxl
