/// ICC profiles of known numbers, made while a test runs.
#pragma once

#include "base/bytes.h"

namespace photoscrub::testing {

Bytes displayP3Profile();
Bytes adobeRgbLikeProfile(); ///< its primaries, gamma 563/256
Bytes greyProfile(double gamma);
/// A table: red is (1 - C)(1 - K) of full light as sRGB codes it, and so on.
Bytes inkProfile();
/// CIE L*a*b*, which no picture is stored in.
Bytes labProfile();

} // namespace photoscrub::testing
