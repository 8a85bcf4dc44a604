/// Exif orientation (Exif 2.32, 4.6.4, tag 0x0112) and what it does to boxes. Pure functions.
///
/// "Stored" coordinates are those of the coded picture, "upright" ones those a viewer shows.
#pragma once

#include "base/geometry.h"

namespace photoscrub {

/// Where row 0 and column 0 of the stored picture belong on the upright one.
enum class Orientation : int {
  normal = 1,     ///< top, left
  mirrored = 2,   ///< top, right
  turned180 = 3,  ///< bottom, right
  flipped = 4,    ///< bottom, left
  transposed = 5, ///< left, top
  turned90 = 6,   ///< right, top: shown turned by 90 degrees clockwise
  transverse = 7, ///< right, bottom
  turned270 = 8,  ///< left, bottom: shown turned by 90 degrees anticlockwise
};

/// Anything that is not 1..8 reads as normal, as viewers do.
Orientation orientationFrom(int tagValue);
/// True where width and height change places.
bool swapsSides(Orientation orientation);
/// The upright size of a stored picture; the function is its own inverse.
Size uprightSize(Size stored, Orientation orientation);
/// A stored box as it lies in the upright picture. `stored` is the size of the stored picture.
Rect toUpright(const Rect& box, Size stored, Orientation orientation);
/// An upright box as it lies in the stored picture. `stored` is the size of the stored picture.
Rect toStored(const Rect& box, Size stored, Orientation orientation);

} // namespace photoscrub
