/// Turning a picture so that it stands as a viewer shows it. Pure function.
#pragma once

#include "base/orientation.h"
#include "imaging/image.h"

namespace photoscrub::imaging {

/// `stored` turned upright. Takes the image over; without a turn its memory is handed on.
Image turnedUpright(Image stored, Orientation orientation);

/// A part of the upright picture. REQUIRES: `part` lies within the upright picture, and `stored`
/// has 1, 3 or 4 channels.
Image uprightPart(const ImageView& stored, Orientation orientation, const Rect& part);

} // namespace photoscrub::imaging
