/// TIFF pages that libtiff turns into RGBA itself (TIFFRGBAImage): tiles, 1 to 4 bits, separate
/// planes, subsampled YCbCr, L*a*b*, fax. Internal to src/imaging.
#pragma once

#include "imaging/picture.h"
#include "imaging/tiff_library.h"

namespace photoscrub::imaging {

/// The page as it is stored, band by band, each a strip or a row of tiles high. Errors: malformed,
/// unsupported, limit.
Result<Picture> decodeTiffBands(TiffReader& reader, int longSide);

} // namespace photoscrub::imaging
