/// Run-length coded BMP pictures ("Bitmap Compression": BI_RLE4, BI_RLE8). Pure function.
#pragma once

#include "imaging/bmp_layout.h"

namespace photoscrub::imaging {

struct BmpIndices {
  Bytes rows;            ///< one index a pixel, in the order of storage; 0 where nothing was drawn
  bool complete = false; ///< the end mark was there
  bool any = false;      ///< at least one pixel was drawn
};

/// REQUIRES: `layout.coding` is not plain and layout.size was tested.
BmpIndices unpackBmp(ByteView coded, const BmpLayout& layout);

} // namespace photoscrub::imaging
