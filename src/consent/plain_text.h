/// Texts that people wrote: one line of UTF-8 (RFC 3629) that cannot steer a terminal. Pure.
#pragma once

#include <string_view>

namespace photoscrub::consent {

/// Valid UTF-8 without control characters, line breaks and marks that turn the direction of
/// writing, which make a line read as something else than it is.
bool isPlainLine(std::string_view text);

} // namespace photoscrub::consent
