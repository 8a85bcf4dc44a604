#include "redact/face_pixels.h"

#include "redact/codecs.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {

// The part of a row that lies in a box, counted from the row's first pixel.
struct Part {
  int begin = 0;
  int end = 0;
};
Part partIn(const Rect& box, Point at, int width) {
  if (at.y < box.y || at.y >= box.bottom())
    return {};
  return {std::max(0, box.x - at.x), std::min(width, box.right() - at.x)};
}

} // namespace

FacePixels::FacePixels(const StoredCovers& covers, std::uint64_t seed, PixelKind kind)
    : solid_(covers.solid), seed_(seed), kind_(std::move(kind)) {
  for (const auto& [box, style] : covers.faces)
    faces_.emplace_back(box, Size{1, 1}, style);
}

// ITU-R BT.601 weights
int FacePixels::levelOf(const std::uint8_t* pixel) const {
  return (299 * pixel[kind_.rgb[0]] + 587 * pixel[kind_.rgb[1]] + 114 * pixel[kind_.rgb[2]]) / 1000;
}

void FacePixels::look(Point at, int width, const std::uint8_t* pixels) {
  std::vector<bool> hidden;
  for (Mosaic& face : faces_) {
    const Part own = partIn(face.area(), at, width);
    if (own.begin >= own.end)
      continue;
    hidden.assign(static_cast<std::size_t>(width), false);
    for (const Rect& box : solid_)
      for (auto [x, end] = partIn(box, at, width); x < end; ++x)
        hidden[static_cast<std::size_t>(x)] = true;
    for (int x = own.begin; x < own.end; ++x) {
      const auto* pixel = pixels + static_cast<std::size_t>(x) * kind_.fill.size();
      face.add({at.x + x, at.y}, hidden[static_cast<std::size_t>(x)] ? 0 : levelOf(pixel));
    }
  }
}

void FacePixels::settle() {
  for (std::size_t i = 0; i < faces_.size(); ++i)
    faces_[i].settle(seed_, i);
}

void FacePixels::paint(Point at, int width, std::uint8_t* pixels) const {
  for (const Mosaic& face : faces_)
    for (auto [x, end] = partIn(face.area(), at, width); x < end; ++x) {
      auto* pixel = pixels + static_cast<std::size_t>(x) * kind_.fill.size();
      std::copy(kind_.fill.begin(), kind_.fill.end(), pixel);
      for (const std::size_t colour : kind_.rgb)
        pixel[colour] = static_cast<std::uint8_t>(face.level({at.x + x, at.y}));
    }
}

bool FacePixels::shows(Point at, int width, const std::uint8_t* pixels) const {
  const auto bytes = static_cast<std::size_t>(width) * kind_.fill.size();
  Bytes wanted(pixels, pixels + bytes);
  paint(at, width, wanted.data());
  for (const Rect& box : solid_)
    if (const auto [begin, end] = partIn(box, at, width); begin < end) {
      const auto from = static_cast<std::size_t>(begin) * kind_.fill.size();
      const auto to = static_cast<std::size_t>(end) * kind_.fill.size();
      std::copy(pixels + from, pixels + to, wanted.data() + from);
    }
  return std::equal(wanted.begin(), wanted.end(), pixels);
}

void look(FacePixels& faces, const Plane& plane, Point origin) {
  for (int y = 0; y < plane.size.height; ++y)
    faces.look({origin.x, origin.y + y}, plane.size.width, plane.row(y));
}

void paint(const FacePixels& faces, const Plane& plane, Point origin) {
  for (int y = 0; y < plane.size.height; ++y)
    faces.paint({origin.x, origin.y + y}, plane.size.width, plane.row(y));
}

Status compareFaces(const FacePixels& faces, const Plane& after, Point origin) {
  for (int y = 0; y < after.size.height; ++y)
    if (!faces.shows({origin.x, origin.y + y}, after.size.width, after.row(y)))
      return leak("a face shows more than its few shades");
  return {};
}

} // namespace photoscrub::redact
