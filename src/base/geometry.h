/// Points, sizes and rectangles in pixels. Plain data. x grows to the right, y downwards; a
/// rectangle covers [x, x+width) x [y, y+height).
#pragma once

#include <algorithm>
#include <vector>

namespace photoscrub {

struct Point {
  int x = 0;
  int y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct Size {
  int width = 0;
  int height = 0;
  friend bool operator==(const Size&, const Size&) = default;
};

struct Rect {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;

  int right() const { return x + width; }
  int bottom() const { return y + height; }
  bool empty() const { return width <= 0 || height <= 0; }
  long long area() const { return empty() ? 0 : static_cast<long long>(width) * height; }
  friend bool operator==(const Rect&, const Rect&) = default;
};

using Polygon = std::vector<Point>;

/// The part two rectangles share; empty when they do not touch.
inline Rect intersection(const Rect& a, const Rect& b) {
  const int left = std::max(a.x, b.x), top = std::max(a.y, b.y);
  return {left, top, std::max(0, std::min(a.right(), b.right()) - left),
          std::max(0, std::min(a.bottom(), b.bottom()) - top)};
}

/// The smallest rectangle that holds both. An empty one adds nothing.
inline Rect boundingBox(const Rect& a, const Rect& b) {
  if (a.empty())
    return b;
  if (b.empty())
    return a;
  const int left = std::min(a.x, b.x), top = std::min(a.y, b.y);
  return {left, top, std::max(a.right(), b.right()) - left, std::max(a.bottom(), b.bottom()) - top};
}

/// Intersection over union, 0 to 1.
inline double iou(const Rect& a, const Rect& b) {
  const auto shared = static_cast<double>(intersection(a, b).area());
  const auto all = static_cast<double>(a.area()) + static_cast<double>(b.area()) - shared;
  return all > 0 ? shared / all : 0;
}

/// `rect` grown by `dx` to the left and right and `dy` above and below, cut to `bounds`.
struct Margin {
  int dx = 0;
  int dy = 0;
};
inline Rect grown(const Rect& rect, Margin by, Size bounds) {
  return intersection(
      {rect.x - by.dx, rect.y - by.dy, rect.width + 2 * by.dx, rect.height + 2 * by.dy},
      {0, 0, bounds.width, bounds.height});
}

} // namespace photoscrub
