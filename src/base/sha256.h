/// SHA-256 (FIPS 180-4) of bytes in memory, by nettle.
#pragma once

#include "base/bytes.h"

#include <array>
#include <span>
#include <string>

namespace photoscrub {

using Sha256 = std::array<std::uint8_t, 32>;

/// Of the pieces, one behind the other.
Sha256 sha256(std::span<const ByteView> pieces);

/// 64 lower-case hexadecimal digits.
std::string sha256Hex(ByteView bytes);

} // namespace photoscrub
