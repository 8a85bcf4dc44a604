/// The tags of a colour profile that carry colour, read from untrusted bytes and written again in
/// one fixed form: ICC.1:2022, clause 10 (tag types). Pure functions.
#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <span>

namespace photoscrub::formats {

/// A four-character signature as the number it is stored as (ICC.1:2022, 4.15).
constexpr std::uint32_t iccSignature(const char (&text)[5]) {
  std::uint32_t number = 0;
  for (int i = 0; i < 4; ++i)
    number = (number << 8) | static_cast<unsigned char>(text[i]);
  return number;
}

/// The tags a cleaned profile may hold besides its two fixed texts, in the order they are written.
std::span<const std::uint32_t> iccColourTags();

/// Reads `tag` as one of the types `signature` may have and writes it again: declared lengths fill
/// the result exactly, reserved bytes and padding are zero, bytes past the declared data are gone.
/// The numbers themselves stay bit for bit.
/// REQUIRES: signature is one of iccColourTags(). deviceChannels is 1 (grey), 3 (RGB) or 4 (CMYK).
/// Errors: malformed, truncated.
Result<Bytes> normalIccTag(std::uint32_t signature, ByteView tag, unsigned deviceChannels);

} // namespace photoscrub::formats
