#include "base/orientation.h"

namespace photoscrub {

Orientation orientationFrom(int tagValue) {
  return tagValue >= 1 && tagValue <= 8 ? static_cast<Orientation>(tagValue) : Orientation::normal;
}

bool swapsSides(Orientation orientation) {
  return static_cast<int>(orientation) >= 5;
}

Size uprightSize(Size stored, Orientation orientation) {
  return swapsSides(orientation) ? Size{stored.height, stored.width} : stored;
}

Rect toUpright(const Rect& box, Size stored, Orientation orientation) {
  const int fromRight = stored.width - box.right();
  const int fromBottom = stored.height - box.bottom();
  switch (orientation) {
  case Orientation::normal:
    return box;
  case Orientation::mirrored:
    return {fromRight, box.y, box.width, box.height};
  case Orientation::turned180:
    return {fromRight, fromBottom, box.width, box.height};
  case Orientation::flipped:
    return {box.x, fromBottom, box.width, box.height};
  case Orientation::transposed:
    return {box.y, box.x, box.height, box.width};
  case Orientation::turned90:
    return {fromBottom, box.x, box.height, box.width};
  case Orientation::transverse:
    return {fromBottom, fromRight, box.height, box.width};
  case Orientation::turned270:
    return {box.y, fromRight, box.height, box.width};
  }
  return box;
}

Rect toStored(const Rect& box, Size stored, Orientation orientation) {
  // Six of the eight are their own inverse; the two quarter turns are each other's.
  const Size upright = uprightSize(stored, orientation);
  switch (orientation) {
  case Orientation::turned90:
    return toUpright(box, upright, Orientation::turned270);
  case Orientation::turned270:
    return toUpright(box, upright, Orientation::turned90);
  default:
    return toUpright(box, upright, orientation);
  }
}

} // namespace photoscrub
