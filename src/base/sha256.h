/// SHA-256 (FIPS 180-4) of bytes in memory, by nettle.
#pragma once

#include "base/bytes.h"

#include <string>

namespace photoscrub {

/// 64 lower-case hexadecimal digits.
std::string sha256Hex(ByteView bytes);

} // namespace photoscrub
