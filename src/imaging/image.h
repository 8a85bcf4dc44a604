/// Pixels: a view that borrows and an image that owns. Plain memory; views may be shared.
#pragma once

#include "base/geometry.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace photoscrub::imaging {

/// Somebody else's pixels. 8 bits a channel, rows top to bottom, channels interleaved:
/// 1 channel is grey, 3 are B, G, R in this order (OpenCV's). `stride` is bytes from row to row.
struct ImageView {
  const std::uint8_t* data = nullptr;
  int width = 0;
  int height = 0;
  int channels = 0;
  std::size_t stride = 0;

  Size size() const { return {width, height}; }
  bool empty() const { return width <= 0 || height <= 0; }
};

/// Pixels it owns, rows without padding.
class Image {
public:
  Image() = default;
  Image(Size size, int channels)
      : size_(size), channels_(channels),
        pixels_(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
                static_cast<std::size_t>(channels)) {}

  Size size() const { return size_; }
  int channels() const { return channels_; }
  std::size_t stride() const {
    return static_cast<std::size_t>(size_.width) * static_cast<std::size_t>(channels_);
  }
  std::uint8_t* row(int y) { return pixels_.data() + stride() * static_cast<std::size_t>(y); }
  /// Views this image's pixels; valid while it lives and is not assigned to.
  ImageView view() const {
    return {pixels_.data(), size_.width, size_.height, channels_, stride()};
  }

private:
  Size size_;
  int channels_ = 0;
  std::vector<std::uint8_t> pixels_;
};

} // namespace photoscrub::imaging
