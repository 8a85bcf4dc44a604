#include "redact/plane.h"

#include "redact/codecs.h"
#include "redact/uniform_boxes.h"

#include <algorithm>
#include <cstring>

namespace photoscrub::redact {

namespace {

int divideUp(int value, int by) {
  return value / by + (value % by != 0 ? 1 : 0);
}

std::vector<Rect> cellsOf(const std::vector<Rect>& boxes, const Plane& plane) {
  std::vector<Rect> cells;
  for (const Rect& box : boxes) {
    const Rect inside = cellsOf(box, plane);
    if (!inside.empty())
      cells.push_back(inside);
  }
  return cells;
}

} // namespace

Raster::Raster(Size pictureSize, std::size_t bytesOfPixel)
    : size(pictureSize), pixelBytes(bytesOfPixel),
      pixels(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
             pixelBytes) {}

Plane Raster::plane() {
  return {pixels.data(), size, static_cast<std::size_t>(size.width) * pixelBytes, pixelBytes,
          pixelBytes};
}

Rect cellsOf(const Rect& box, const Plane& plane) {
  const int left = box.x / plane.step.width, top = box.y / plane.step.height;
  const Rect cells = {left, top, divideUp(box.right(), plane.step.width) - left,
                      divideUp(box.bottom(), plane.step.height) - top};
  return intersection(cells, {0, 0, plane.size.width, plane.size.height});
}

void lay(const Plane& plane, const std::vector<Rect>& boxes, ByteView cell) {
  for (const Rect& box : cellsOf(boxes, plane))
    for (int y = box.y; y < box.bottom(); ++y) {
      std::uint8_t* to = plane.row(y) + static_cast<std::size_t>(box.x) * plane.cellStep;
      for (int x = 0; x < box.width; ++x, to += plane.cellStep)
        std::memcpy(to, cell.data(), cell.size());
    }
}

Status compareExactly(const Plane& before, const Plane& after, const std::vector<Rect>& solid,
                      const std::vector<Rect>& faces) {
  const auto cells = cellsOf(solid, before);
  auto covered = cellsOf(faces, before);
  covered.insert(covered.end(), cells.begin(), cells.end());
  OpenColumns columns(covered, before.size.width);
  UniformBoxes uniform(cells, after.cellBytes, after.cellStep);
  for (int y = 0; y < before.size.height; ++y) {
    if (!sameOutside(columns.coveredAt(y), before.row(y), after.row(y), before.cellBytes,
                     before.cellStep))
      return leak("a pixel outside the covers changed");
    uniform.row(y, after.row(y));
  }
  if (!uniform.uniform())
    return leak("a covered box shows more than one colour");
  return {};
}

OpenColumns::OpenColumns(std::vector<Rect> boxes, int width)
    : boxes_(std::move(boxes)), covered_(static_cast<std::size_t>(width)) {}

const std::vector<bool>& OpenColumns::coveredAt(int y) {
  std::fill(covered_.begin(), covered_.end(), false);
  for (const Rect& box : boxes_)
    if (y >= box.y && y < box.bottom())
      std::fill_n(covered_.begin() + box.x, box.width, true);
  return covered_;
}

bool sameOutside(const std::vector<bool>& covered, const std::uint8_t* before,
                 const std::uint8_t* after, std::size_t cellBytes, std::size_t cellStep) {
  for (std::size_t x = 0; x < covered.size(); ++x)
    if (!covered[x] && std::memcmp(before + x * cellStep, after + x * cellStep, cellBytes) != 0)
      return false;
  return true;
}

} // namespace photoscrub::redact
