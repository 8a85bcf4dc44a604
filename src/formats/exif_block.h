/// The little of Exif (a TIFF structure, Exif 2.32 clause 4.5) the container formats need: the
/// orientation of an untrusted block, and the one clean block photoscrub writes. Pure functions.
#pragma once

#include "base/bytes.h"
#include "base/orientation.h"
#include "base/result.h"

namespace photoscrub::formats {

struct ExifSummary {
  bool readable = false; ///< a TIFF header and a first IFD were found
  Orientation orientation = Orientation::normal;
  bool adobeRgb = false; ///< interoperability index R03 (DCF 2.0): colours are Adobe RGB
};

/// Reads an untrusted block (without the "Exif\0\0" prefix). Never fails: what cannot be read is as
/// if it were not there.
ExifSummary summariseExif(ByteView block);

/// The block that holds the orientation alone: 26 bytes, big-endian. Empty for `normal`, which
/// needs none.
Bytes orientationBlock(Orientation orientation);

/// ok if the block holds nothing but the orientation and the tags that --keep can write (copyright,
/// artist, image description, original date), each in one form, with every byte accounted for.
/// Errors: leak.
Status checkCleanExif(ByteView block);

} // namespace photoscrub::formats
