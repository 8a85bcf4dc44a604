#include "redact/uniform_boxes.h"

#include <cstring>

namespace photoscrub::redact {

UniformBoxes::UniformBoxes(std::vector<Rect> boxes, std::size_t pixelBytes, std::size_t pixelStep)
    : boxes_(std::move(boxes)), pixelBytes_(pixelBytes), pixelStep_(pixelStep),
      firsts_(boxes_.size() * pixelBytes) {}

void UniformBoxes::row(int y, const std::uint8_t* pixels) {
  for (std::size_t i = 0; i < boxes_.size(); ++i) {
    const Rect& box = boxes_[i];
    if (y < box.y || y >= box.bottom())
      continue;
    std::uint8_t* first = firsts_.data() + i * pixelBytes_;
    const std::uint8_t* pixel = pixels + static_cast<std::size_t>(box.x) * pixelStep_;
    if (y == box.y)
      std::memcpy(first, pixel, pixelBytes_);
    for (int x = 0; x < box.width; ++x, pixel += pixelStep_)
      uniform_ &= std::memcmp(first, pixel, pixelBytes_) == 0;
  }
}

} // namespace photoscrub::redact
