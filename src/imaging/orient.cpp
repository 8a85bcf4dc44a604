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

template <int channels> void copyTile(const Walk& walk, Image& upright, const Rect& tile) {
  for (int y = tile.y; y < tile.bottom(); ++y) {
    std::uint8_t* to = upright.row(y) + static_cast<std::ptrdiff_t>(tile.x) * channels;
    std::ptrdiff_t from = y * walk.perRow + tile.x * walk.perColumn;
    for (int x = tile.x; x < tile.right(); ++x, to += channels, from += walk.perColumn)
      std::memcpy(to, walk.first + from, channels);
  }
}

} // namespace

Image turnedUpright(Image stored, Orientation orientation) {
  if (orientation == Orientation::normal || stored.view().empty())
    return stored;
  const Size size = uprightSize(stored.size(), orientation);
  Image upright(size, stored.channels());
  const Walk walk = walkThrough(stored.view(), orientation);
  for (int y = 0; y < size.height; y += kTile)
    for (int x = 0; x < size.width; x += kTile) {
      const Rect tile = intersection({x, y, kTile, kTile}, {0, 0, size.width, size.height});
      if (stored.channels() == 3)
        copyTile<3>(walk, upright, tile);
      else
        copyTile<1>(walk, upright, tile);
    }
  return upright;
}

} // namespace photoscrub::imaging
