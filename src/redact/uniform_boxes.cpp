#include "redact/uniform_boxes.h"

#include <cstring>

namespace photoscrub::redact {

UniformBoxes::UniformBoxes(std::vector<Rect> boxes, std::size_t pixelBytes, std::size_t pixelStep)
    : boxes_(std::move(boxes)), pixelBytes_(pixelBytes), pixelStep_(pixelStep) {}

void UniformBoxes::row(int y, const std::uint8_t* pixels) {
  for (const Rect& box : boxes_) {
    if (y < box.y || y >= box.bottom())
      continue;
    const std::uint8_t* pixel = pixels + static_cast<std::size_t>(box.x) * pixelStep_;
    if (first_.empty())
      first_.assign(pixel, pixel + pixelBytes_);
    for (int x = 0; x < box.width; ++x, pixel += pixelStep_)
      uniform_ &= std::memcmp(first_.data(), pixel, pixelBytes_) == 0;
  }
}

} // namespace photoscrub::redact
