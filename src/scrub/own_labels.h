/// The words with which src/detect and src/identify say what a region is.
#pragma once

#include <string_view>

namespace photoscrub::scrub {

/// Does the label hold nothing but such words? Anything else could be a name or a number.
bool isOwnLabel(std::string_view label);

} // namespace photoscrub::scrub
