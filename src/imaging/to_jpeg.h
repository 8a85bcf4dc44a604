/// Any picture as a JPEG for posting: upright, sRGB, on white, without a word about its origin.
#pragma once

#include "base/bytes.h"
#include "base/limits.h"
#include "base/orientation.h"
#include "base/result.h"

namespace photoscrub::imaging {

struct ToJpegOptions {
  /// Of the stored picture; `normal` for HEIC, AVIF and JPEG XL (see DecodeOptions).
  Orientation orientation = Orientation::normal;
  /// The picture's ICC profile as the container has it; empty: what the codestream says (HEIC,
  /// AVIF, JPEG XL), else sRGB. A profile that does not fit the picture (grey for colours, inks for
  /// a picture without) is ignored, as browsers do.
  Bytes colourProfile{};
  int quality = 90; ///< 1 to 100, as libjpeg counts; 90 is hard to tell from the original
};

/// Decodes the first frame at full size and codes it as a baseline JPEG: JFIF header, no metadata,
/// no profile. High dynamic range is rolled off (see ColourConverter). A file that is cut off gives
/// what decodePicture() shows of it. Runs codec libraries on `file`: call it in a worker only.
///
/// Coding a JPEG again loses a little each time: a JPEG that is upright and sRGB already should be
/// cleaned as it is and not come here.
/// Needs 3 bytes a pixel and what the decoder needs; above 40 megapixels the JPEG gets standard
/// Huffman tables. Errors: those of decodePicture(); malformed, unsupported (the profile).
Result<Bytes> toJpeg(ByteView file, const ToJpegOptions& options, const Limits& limits);

} // namespace photoscrub::imaging
