#include "imaging/orient.h"

#include <cstring>

namespace photoscrub::imaging {

namespace {

// Source and target tile of 32x32 BGR pixels take 6 KiB together: they stay in the first-level
// cache while one is read along rows and the other written along columns.
constexpr int kTile = 32;

// The stored pixel that belongs on upright pixel (x, y), as steps through the stored bytes.
struct Walk {
  const std::uint8_t* first; // the pixel shown at the upright top left
  std::ptrdiff_t perColumn;  // bytes to go for one step right on the upright picture
  std::ptrdiff_t perRow;     // bytes to go for one step down
};

Walk walkThrough(const ImageView& stored, Orientation orientation) {
  const auto corner = [&](int x, int y) {
    const Rect pixel = toStored({x, y, 1, 1}, stored.size(), orientation);
    return static_cast<std::ptrdiff_t>(pixel.y) * static_cast<std::ptrdiff_t>(stored.stride) +
           static_cast<std::ptrdiff_t>(pixel.x) * stored.channels;
  };
  const std::ptrdiff_t origin = corner(0, 0);
  return {stored.data + origin, corner(1, 0) - origin, corner(0, 1) - origin};
}

// `tile` lies in the upright picture, `origin` of it is the first pixel of `to`.
template <int channels>
void copyTile(const Walk& walk, Image& to, const Rect& tile, const Point& origin) {
  for (int y = tile.y; y < tile.bottom(); ++y) {
    std::uint8_t* out =
        to.row(y - origin.y) + static_cast<std::ptrdiff_t>(tile.x - origin.x) * channels;
    std::ptrdiff_t from = y * walk.perRow + tile.x * walk.perColumn;
    for (int x = tile.x; x < tile.right(); ++x, out += channels, from += walk.perColumn)
      std::memcpy(out, walk.first + from, channels);
  }
}

void copyAnyTile(const Walk& walk, Image& to, const Rect& tile, const Point& origin) {
  switch (to.channels()) {
  case 1:
    return copyTile<1>(walk, to, tile, origin);
  case 3:
    return copyTile<3>(walk, to, tile, origin);
  default:
    return copyTile<4>(walk, to, tile, origin);
  }
}

} // namespace

Image uprightPart(const ImageView& stored, Orientation orientation, const Rect& part) {
  Image upright({part.width, part.height}, stored.channels);
  const Walk walk = walkThrough(stored, orientation);
  for (int y = part.y; y < part.bottom(); y += kTile)
    for (int x = part.x; x < part.right(); x += kTile)
      copyAnyTile(walk, upright, intersection({x, y, kTile, kTile}, part), {part.x, part.y});
  return upright;
}

Image turnedUpright(Image stored, Orientation orientation) {
  if (orientation == Orientation::normal || stored.view().empty())
    return stored;
  const Size size = uprightSize(stored.size(), orientation);
  return uprightPart(stored.view(), orientation, {0, 0, size.width, size.height});
}

} // namespace photoscrub::imaging
