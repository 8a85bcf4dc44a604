#include "redact/mcu_mask.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {
int divideUp(int value, int by) {
  return (value + by - 1) / by;
}
} // namespace

Rect touchedArea(const McuGrid& grid, const Rect& box) {
  const Rect read = grown(box, grid.upsampling, grid.picture);
  const int left = read.x / grid.mcu.width, top = read.y / grid.mcu.height;
  return {left * grid.mcu.width, top * grid.mcu.height,
          (divideUp(read.right(), grid.mcu.width) - left) * grid.mcu.width,
          (divideUp(read.bottom(), grid.mcu.height) - top) * grid.mcu.height};
}

McuMask::McuMask(const McuGrid& grid, const std::vector<Rect>& storedBoxes)
    : columns_(divideUp(grid.picture.width, grid.mcu.width)) {
  rows_.resize(static_cast<std::size_t>(divideUp(grid.picture.height, grid.mcu.height)));
  touched_.resize(static_cast<std::size_t>(columns_) * rows_.size());
  for (const Rect& box : storedBoxes) {
    const Rect area = touchedArea(grid, box);
    for (int y = area.y; y < area.bottom(); y += grid.mcu.height) {
      const auto row = static_cast<std::size_t>(y / grid.mcu.height);
      const auto first = row * static_cast<std::size_t>(columns_) +
                         static_cast<std::size_t>(area.x / grid.mcu.width);
      std::fill_n(touched_.begin() + static_cast<std::ptrdiff_t>(first),
                  area.width / grid.mcu.width, true);
      rows_[row] = true;
    }
  }
}

} // namespace photoscrub::redact
