/// The head of a JPEG XL codestream (ISO/IEC 18181-1, annexes B and D), up to where the picture's
/// colours are described. Pure.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"

#include <array>
#include <span>

namespace photoscrub::formats::jxl {

/// What begins a codestream, and the boxes that begin a container (18181-2, 9.1 and 9.2).
inline constexpr std::array<std::uint8_t, 2> kCodestreamStart{0xFF, 0x0A};
inline constexpr std::array<std::uint8_t, 12> kSignatureBox{0,   0,   0,    0x0C, 'J',  'X',
                                                            'L', ' ', 0x0D, 0x0A, 0x87, 0x0A};
inline constexpr std::array<std::uint8_t, 20> kFileTypeBox{
    0, 0, 0, 20, 'f', 't', 'y', 'p', 'j', 'x', 'l', ' ', 0, 0, 0, 0, 'j', 'x', 'l', ' '};
/// Level 10 in a box of its own; level 5 is what readers assume.
inline constexpr std::array<std::uint8_t, 9> kLevelBox{0, 0, 0, 9, 'j', 'x', 'l', 'l', 10};

struct CodestreamHead {
  Size shown; ///< as decoders hand it out: they turn the picture by themselves
  bool animated = false;
  bool hasPreview = false;   ///< a small picture in front of the picture
  bool hasTimecodes = false; ///< of the frames of an animation
  bool hasProfile = false;   ///< an ICC profile, entropy-coded
  bool cmyk = false;         ///< an extra channel of black ink
  bool hasLayers = false;    ///< extra channels that are no part of the picture: depth, heat ...
  bool hasNames = false;     ///< extra channels with names
};

/// `start` are the first bytes of a codestream, as many as there are up to kHeadBytes. Errors:
/// malformed, truncated, limit.
Result<CodestreamHead> readHead(ByteView start, const Limits& limits);

/// Enough for any head: 4096 extra channels with names of 1071 bytes would not be, and are refused.
inline constexpr std::size_t kHeadBytes = 64 * 1024;

} // namespace photoscrub::formats::jxl
