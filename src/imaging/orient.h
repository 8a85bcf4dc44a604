/// Turning a picture so that it stands as a viewer shows it. Pure function.
#pragma once

#include "base/orientation.h"
#include "imaging/image.h"

namespace photoscrub::imaging {

/// `stored` turned upright. Takes the image over; without a turn its memory is handed on.
Image turnedUpright(Image stored, Orientation orientation);

} // namespace photoscrub::imaging
