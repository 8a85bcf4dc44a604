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

StoredCovers storedCovers(const RedactOptions& options, Size stored) {
  const Size upright = uprightSize(stored, options.orientation);
  StoredCovers covers;
  for (const auto& [box, style] : options.covers) {
    const Span across = cut({box.x, box.width}, upright.width);
    const Span down = cut({box.y, box.height}, upright.height);
    const Rect inside = {across.start, down.start, across.length, down.length};
    if (inside.empty())
      continue;
    const Rect turned = toStored(inside, stored, options.orientation);
    if (style == Style::solid)
      covers.solid.push_back(turned);
    else
      covers.faces.push_back({turned, style});
  }
  return covers;
}

std::vector<Rect> faceBoxes(const StoredCovers& covers) {
  std::vector<Rect> boxes;
  for (const Cover& face : covers.faces)
    boxes.push_back(face.box);
  return boxes;
}

std::vector<Rect> allBoxes(const StoredCovers& covers) {
  std::vector<Rect> boxes = covers.solid;
  const auto faces = faceBoxes(covers);
  boxes.insert(boxes.end(), faces.begin(), faces.end());
  return boxes;
}

StoredCovers allSolid(const StoredCovers& covers) {
  return {allBoxes(covers), {}};
}

std::vector<Rect> storedBoxes(const RedactOptions& options, Size stored) {
  return allBoxes(storedCovers(options, stored));
}

} // namespace photoscrub::redact
