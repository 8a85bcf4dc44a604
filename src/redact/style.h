/// How a region is covered. Needs no codec library.
#pragma once

namespace photoscrub::redact {

enum class Style {
  solid,    ///< one dark colour, chosen without looking at what is under it
  pixelate, ///< faces only: a few coarse squares
  blur,     ///< faces only: the same squares, blended
};

} // namespace photoscrub::redact
