/// The decoders behind decodePicture(), one a format. Internal to src/imaging.
#pragma once

#include "imaging/picture.h"

namespace photoscrub::imaging {

/// Each returns the picture as it is stored, not yet turned; `fullSize` is the stored size too.
/// Errors as in decodePicture().
Result<Picture> decodeJpeg(ByteView file, const DecodeOptions& options, const Limits& limits);
Result<Picture> decodePng(ByteView file, const DecodeOptions& options, const Limits& limits);

} // namespace photoscrub::imaging
