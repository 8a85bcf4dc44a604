#include "redact/mcu_mask.h"

namespace photoscrub::redact {

namespace {
int divideUp(int value, int by) {
  return (value + by - 1) / by;
}
} // namespace

McuMask::McuMask(const McuGrid& grid, const std::vector<Rect>& storedBoxes)
    : columns_(divideUp(grid.picture.width, grid.mcu.width)) {
  const int rows = divideUp(grid.picture.height, grid.mcu.height);
  touched_.resize(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows));
  for (const Rect& box : storedBoxes) {
    const Rect read = grown(box, grid.upsampling, grid.picture);
    for (int row = read.y / grid.mcu.height; row * grid.mcu.height < read.bottom(); ++row)
      for (int column = read.x / grid.mcu.width; column * grid.mcu.width < read.right(); ++column)
        touched_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                 static_cast<std::size_t>(column)] = true;
  }
}

} // namespace photoscrub::redact
