/// Proof on pixels that all boxes show one and the same colour. Not thread-safe.
#pragma once

#include "base/geometry.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace photoscrub::redact {

class UniformBoxes {
public:
  /// `boxes` lie inside the picture whose rows will come; `pixelStep` is bytes from one pixel to
  /// the next, of which the first `pixelBytes` count.
  UniformBoxes(std::vector<Rect> boxes, std::size_t pixelBytes, std::size_t pixelStep);
  UniformBoxes(std::vector<Rect> boxes, std::size_t pixelBytes)
      : UniformBoxes(std::move(boxes), pixelBytes, pixelBytes) {}

  /// The pixels of row `y`; rows come from top to bottom.
  void row(int y, const std::uint8_t* pixels);
  /// Was every pixel of all boxes the same, in all its bytes?
  bool uniform() const { return uniform_; }

private:
  std::vector<Rect> boxes_;
  std::size_t pixelBytes_;
  std::size_t pixelStep_;
  std::vector<std::uint8_t> first_; // pixel of a box; empty until it came
  bool uniform_ = true;
};

} // namespace photoscrub::redact
