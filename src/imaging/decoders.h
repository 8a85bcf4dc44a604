/// The decoders behind decodePicture(), one a format. Internal to src/imaging.
#pragma once

#include "imaging/picture.h"

namespace photoscrub::imaging {

/// Each returns the picture as it is stored, not yet turned; `fullSize` is the stored size too.
/// Errors as in decodePicture().
Result<Picture> decodeJpeg(ByteView file, const DecodeOptions& options, const Limits& limits);
Result<Picture> decodePng(ByteView file, const DecodeOptions& options, const Limits& limits);
Result<Picture> decodeGif(ByteView file, const DecodeOptions& options, const Limits& limits);
Result<Picture> decodeWebp(ByteView file, const DecodeOptions& options, const Limits& limits);
Result<Picture> decodeTiff(ByteView file, const DecodeOptions& options, const Limits& limits);
Result<Picture> decodeBmp(ByteView file, const DecodeOptions& options, const Limits& limits);
Result<Picture> decodeHeif(ByteView file, const DecodeOptions& options, const Limits& limits);
Result<Picture> decodeJpegXl(ByteView file, const DecodeOptions& options, const Limits& limits);
Result<Picture> decodeJpeg2000(ByteView file, const DecodeOptions& options, const Limits& limits);

/// Printing inks as they are stored, at full size, for those who have a profile of them.
struct Inks {
  Image image; ///< 4 channels: C, M, Y, K; 255 is full ink. Empty: the picture has no inks
};
Result<Inks> decodeJpegInks(ByteView file, const Limits& limits);
Result<Inks> decodeTiffInks(ByteView file, const Limits& limits);

} // namespace photoscrub::imaging
