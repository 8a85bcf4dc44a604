#include "imaging/row_sink.h"

#include <algorithm>
#include <cstring>

namespace photoscrub::imaging {

namespace {

// Below this the box filter's sums would no longer fit; no detector wants less.
constexpr int kSmallestSide = 16;

template <int channels, int red> void opaque(const std::uint8_t* from, std::uint8_t* bgr, int n) {
  constexpr int kGreen = channels == 1 ? 0 : 1;
  for (; n > 0; --n, from += channels, bgr += 3) {
    bgr[0] = from[channels == 1 ? 0 : 2 - red];
    bgr[1] = from[kGreen];
    bgr[2] = from[red];
  }
}

template <int red> void ontoWhite(const std::uint8_t* from, std::uint8_t* bgr, int n) {
  for (; n > 0; --n, from += 4, bgr += 3) {
    const unsigned alpha = from[3];
    for (int c = 0; c < 3; ++c) {
      const unsigned value = from[red == 2 ? c : 2 - c];
      bgr[c] = static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
    }
  }
}

template <int red> void premultipliedOntoWhite(const std::uint8_t* from, std::uint8_t* bgr, int n) {
  for (; n > 0; --n, from += 4, bgr += 3)
    for (int c = 0; c < 3; ++c) {
      const int value = from[red == 2 ? c : 2 - c] + 255 - from[3];
      bgr[c] = static_cast<std::uint8_t>(std::min(value, 255)); // broken files have more than alpha
    }
}

} // namespace

int factorFor(Size full, int wantedLongSide) {
  return std::max(1, std::max(full.width, full.height) / std::max(wantedLongSide, kSmallestSide));
}

void toBgr(const std::uint8_t* row, Pixels pixels, std::uint8_t* bgr, int width) {
  switch (pixels) {
  case Pixels::grey:
    return opaque<1, 0>(row, bgr, width);
  case Pixels::bgr:
    std::memcpy(bgr, row, static_cast<std::size_t>(width) * 3);
    return;
  case Pixels::rgb:
    return opaque<3, 0>(row, bgr, width);
  case Pixels::bgra:
    return ontoWhite<2>(row, bgr, width);
  case Pixels::rgba:
    return ontoWhite<0>(row, bgr, width);
  case Pixels::bgraPremultiplied:
    return premultipliedOntoWhite<2>(row, bgr, width);
  case Pixels::rgbaPremultiplied:
    return premultipliedOntoWhite<0>(row, bgr, width);
  }
}

RowSink::RowSink(Size full, int wantedLongSide, Pixels pixels)
    : full_(full), factor_(factorFor(full, wantedLongSide)), pixels_(pixels),
      filter_(full, factor_), bgr_(static_cast<std::size_t>(full.width) * 3) {}

void RowSink::add(const std::uint8_t* row) {
  if (pixels_ == Pixels::bgr) {
    filter_.add(row);
    return;
  }
  toBgr(row, pixels_, bgr_.data(), full_.width);
  filter_.add(bgr_.data());
}

void RowSink::addWhite() {
  std::fill(bgr_.begin(), bgr_.end(), std::uint8_t{255});
  filter_.add(bgr_.data());
}

Picture RowSink::take() && {
  Picture picture;
  picture.image = std::move(filter_).take();
  picture.fullSize = full_;
  picture.scale = 1.0 / factor_;
  return picture;
}

} // namespace photoscrub::imaging
