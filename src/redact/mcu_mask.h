/// Which MCUs of a JPEG a set of boxes touches (ITU-T T.81, A.2.3). Plain data, thread-safe.
#pragma once

#include "base/geometry.h"

#include <cstddef>
#include <vector>

namespace photoscrub::redact {

/// How a frame is cut into MCUs.
struct McuGrid {
  Size picture;      ///< in pixels
  Size mcu;          ///< of one MCU, in pixels
  Margin upsampling; ///< how far outside itself a pixel reads colour samples, in pixels
};

class McuMask {
public:
  /// Every MCU that holds a pixel of a box, or a sample that a pixel of a box is computed from.
  McuMask(const McuGrid& grid, const std::vector<Rect>& storedBoxes);

  /// Is the MCU in this column and row touched? REQUIRES: inside the frame.
  bool touched(int column, int row) const {
    return touched_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                    static_cast<std::size_t>(column)];
  }

private:
  int columns_;
  std::vector<bool> touched_;
};

} // namespace photoscrub::redact
