/// Decoded samples in a codec's own layout, and what covering and its proof do with them. Internal
/// to src/redact. Pure functions over somebody else's memory, thread-safe.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <vector>

namespace photoscrub::redact {

/// The samples of one channel, or pixels of several channels side by side.
struct Plane {
  std::uint8_t* data = nullptr;
  Size size;                 ///< in cells
  std::size_t stride = 0;    ///< bytes from row to row
  std::size_t cellBytes = 0; ///< of one sample or pixel: what is written and compared
  std::size_t cellStep = 0;  ///< bytes from one to the next
  Size step{1, 1};           ///< pixels of the picture one cell stands for

  std::uint8_t* row(int y) const { return data + stride * static_cast<std::size_t>(y); }
};

/// Pixels in memory of their own, without padding.
struct Raster {
  Size size;
  std::size_t pixelBytes = 0;
  Bytes pixels;

  Raster() = default;
  Raster(Size pictureSize, std::size_t bytesOfPixel);
  Plane plane();
};

/// The cells that stand for a pixel of `box`, cut to the plane.
Rect cellsOf(const Rect& box, const Plane& plane);

/// Writes `cell` to every cell that stands for a pixel of a box.
/// REQUIRES: cell.size() == plane.cellBytes.
void lay(const Plane& plane, const std::vector<Rect>& boxes, ByteView cell);

/// Are all cells outside the covers equal, and do all solid boxes show one and the same value in
/// `after`? Faces are left to compareFaces(). REQUIRES: planes of the same size and cells. Errors:
/// leak.
Status compareExactly(const Plane& before, const Plane& after, const std::vector<Rect>& solid,
                      const std::vector<Rect>& faces = {});

/// The columns of a row that no box covers.
class OpenColumns {
public:
  OpenColumns(std::vector<Rect> boxes, int width);
  /// True where a box covers; valid until the next call.
  const std::vector<bool>& coveredAt(int y);

private:
  std::vector<Rect> boxes_;
  std::vector<bool> covered_;
};

/// Are the cells of two rows equal where nothing covers them?
bool sameOutside(const std::vector<bool>& covered, const std::uint8_t* before,
                 const std::uint8_t* after, std::size_t cellBytes, std::size_t cellStep);

} // namespace photoscrub::redact
