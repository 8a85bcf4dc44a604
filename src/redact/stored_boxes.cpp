#include "redact/stored_boxes.h"

#include <algorithm>
#include <cstdint>

namespace photoscrub::redact {

namespace {

struct Span {
  int start = 0;
  int length = 0;
};

// In 64 bits: start + length of a hostile box does not fit an int.
Span cut(Span span, int end) {
  const auto from = std::clamp<std::int64_t>(span.start, 0, end);
  const auto to = std::clamp<std::int64_t>(std::int64_t{span.start} + span.length, from, end);
  return {static_cast<int>(from), static_cast<int>(to - from)};
}

} // namespace

std::vector<Rect> storedBoxes(const RedactOptions& options, Size stored) {
  const Size upright = uprightSize(stored, options.orientation);
  std::vector<Rect> boxes;
  for (const auto& [box, style] : options.covers) {
    const Span across = cut({box.x, box.width}, upright.width);
    const Span down = cut({box.y, box.height}, upright.height);
    const Rect inside = {across.start, down.start, across.length, down.length};
    if (!inside.empty())
      boxes.push_back(toStored(inside, stored, options.orientation));
  }
  return boxes;
}

} // namespace photoscrub::redact
