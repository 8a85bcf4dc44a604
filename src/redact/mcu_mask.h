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

/// The MCUs, as one area of whole ones, that hold a pixel of `box` or a sample that one of its
/// pixels is computed from. REQUIRES: `box` lies inside the picture.
Rect touchedArea(const McuGrid& grid, const Rect& box);

class McuMask {
public:
  /// The touched areas of all boxes together.
  McuMask(const McuGrid& grid, const std::vector<Rect>& storedBoxes);

  /// Is the MCU in this column and row touched? REQUIRES: inside the frame.
  bool touched(int column, int row) const {
    return touched_[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                    static_cast<std::size_t>(column)];
  }
  /// Is any MCU of this row? REQUIRES: inside the frame.
  bool touchesRow(int row) const { return rows_[static_cast<std::size_t>(row)]; }

private:
  int columns_;
  std::vector<bool> touched_;
  std::vector<bool> rows_;
};

} // namespace photoscrub::redact
