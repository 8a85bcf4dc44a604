/// A parsed film, private to the video format's own files.
#pragma once

#include "formats/video_layout.h"

namespace photoscrub::formats::video {

struct VideoDocument final : Document {
  ByteView file;
  Bytes fileType; ///< the `ftyp` box of the output
  Movie movie;
  Layout layout;
};

} // namespace photoscrub::formats::video
