/// Boxes from the upright picture to the stored one. Pure functions, thread-safe.
#pragma once

#include "redact/redact.h"

namespace photoscrub::redact {

/// The boxes of all covers of `options` in stored pixels, cut to the picture; boxes outside it are
/// left out. Any numbers are allowed in a box.
std::vector<Rect> storedBoxes(const RedactOptions& options, Size stored);

/// The same by style.
struct StoredCovers {
  std::vector<Rect> solid;
  std::vector<Cover> faces; ///< pixelate and blur
};
StoredCovers storedCovers(const RedactOptions& options, Size stored);

/// The same places, all of them solid: for pictures that cannot show faces as shades.
StoredCovers allSolid(const StoredCovers& covers);

/// Those of the faces.
std::vector<Rect> faceBoxes(const StoredCovers& covers);

/// The solid boxes, then those of the faces.
std::vector<Rect> allBoxes(const StoredCovers& covers);

} // namespace photoscrub::redact
