#include "detect/pyramid.h"

#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// OpenCV's Mat has no read-only view; nothing in this room writes to the decoded picture.
cv::Mat viewOf(const imaging::ImageView& image) {
  return {image.height, image.width, CV_8UC(image.channels), const_cast<std::uint8_t*>(image.data),
          image.stride};
}

/// The smallest halving of `whole` that is larger than `wanted`, `whole` itself where none is: the
/// levels of a large photo are made from each other, not each from all its pixels.
int halvingAbove(int wanted, int whole) {
  int side = whole;
  while (side / 2 > wanted)
    side /= 2;
  return side;
}
} // namespace

Pyramid::Pyramid(const imaging::Picture& picture)
    : decoded_(viewOf(picture.image.view())), fullSize_(picture.fullSize) {}

const cv::Mat& Pyramid::bgr(int wanted) {
  if (wanted == longSide())
    return decoded_;
  // Elements of a map stay where they are when others are added.
  std::unique_lock lock(mutex_);
  auto& level = levels_[wanted];
  lock.unlock();
  std::call_once(level.made, [&] {
    const double factor = static_cast<double>(wanted) / longSide();
    const cv::Size size(std::max(1, cvRound(decoded_.cols * factor)),
                        std::max(1, cvRound(decoded_.rows * factor)));
    const int from = halvingAbove(wanted, longSide());
    cv::resize(from < longSide() ? bgr(from) : decoded_, level.pixels, size, 0, 0,
               factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  });
  return level.pixels;
}

const cv::Mat& Pyramid::grey() {
  std::call_once(grey_.made, [&] { cv::cvtColor(decoded_, grey_.pixels, cv::COLOR_BGR2GRAY); });
  return grey_.pixels;
}

Rect Pyramid::toFull(const cv::Rect2d& box, cv::Size level) const {
  const double sx = static_cast<double>(fullSize_.width) / level.width;
  const double sy = static_cast<double>(fullSize_.height) / level.height;
  // Clamped before rounding: a network may answer with anything.
  const auto at = [](double value, int end) {
    return std::isfinite(value) ? std::clamp(value, 0.0, static_cast<double>(end)) : 0.0;
  };
  const int left = static_cast<int>(std::floor(at(box.x * sx, fullSize_.width)));
  const int top = static_cast<int>(std::floor(at(box.y * sy, fullSize_.height)));
  const int right = static_cast<int>(std::ceil(at((box.x + box.width) * sx, fullSize_.width)));
  const int bottom = static_cast<int>(std::ceil(at((box.y + box.height) * sy, fullSize_.height)));
  return {left, top, std::max(0, right - left), std::max(0, bottom - top)};
}

Point Pyramid::toFull(const cv::Point2d& point, cv::Size level) const {
  const Rect box = toFull(cv::Rect2d(point.x, point.y, 0, 0), level);
  return {box.x, box.y};
}

cv::Point2f Pyramid::toDecoded(Point point) const {
  return {static_cast<float>(point.x) * static_cast<float>(decoded_.cols) /
              static_cast<float>(fullSize_.width),
          static_cast<float>(point.y) * static_cast<float>(decoded_.rows) /
              static_cast<float>(fullSize_.height)};
}

} // namespace photoscrub::detect
