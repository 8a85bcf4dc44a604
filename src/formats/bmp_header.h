/// The headers of BMP that reading, writing and auditing share. Pure.
#pragma once

#include "formats/container_format.h"

#include <array>

namespace photoscrub::formats::bmp {

inline constexpr std::uint32_t kFileHeader = 14;
/// Sizes of the information header, which tell its version.
inline constexpr std::uint32_t kCore = 12, kInfo = 40, kWithMasks = 52, kWithAlphaMask = 56,
                               kVersion4 = 108, kVersion5 = 124;
/// bV4CSType: numbers of its own, sRGB, what the system takes, a profile in the file or elsewhere.
inline constexpr std::uint32_t kCalibrated = 0, kSrgb = 0x73524742, kSystem = 0x57696E20,
                               kEmbedded = 0x4D424544, kLinked = 0x4C494E4B;

enum class Coding { plain, rle4, rle8 };

struct Header {
  std::uint32_t bytes = 0; ///< of the information header
  Size size;
  bool topDown = false;
  int bits = 0; ///< of a pixel
  Coding coding = Coding::plain;
  std::uint32_t compression = 0;
  std::array<std::uint32_t, 2> density{}; ///< pixels per metre
  std::uint32_t coloursUsed = 0;
  std::array<std::uint32_t, 4> masks{}; ///< red, green, blue, alpha, where masks are given
  std::uint32_t masksBehind = 0;        ///< bytes of them that follow the header
  std::uint32_t colourSpace = 0;        ///< version 4 and 5
  std::array<std::uint32_t, 12> calibration{};
  std::uint32_t intent = 0; ///< version 5
  std::uint32_t profileAt = 0, profileSize = 0;
  std::uint32_t pixelsAt = 0; ///< as the file header says
  bool unusedIsZero = true;   ///< what no viewer reads
  std::uint64_t tables() const { return kFileHeader + std::uint64_t{bytes} + masksBehind; }
  std::uint32_t paletteEntry() const { return bytes == kCore ? 3 : 4; }
  bool hasMasks() const;
  bool hasCalibration() const { return bytes >= kVersion4; }
};

/// The header as viewers read it. Errors: truncated, malformed, unsupported (JPEG or PNG inside,
/// Huffman, 24-bit run lengths), limit.
Result<Header> readHeader(ByteView file, const Limits& limits);

/// The header a cleaned file has for this one: of a standard version, with nothing in it that no
/// viewer reads. The profile is left to makeHeader().
Header cleaned(Header header);

/// What stands behind the header.
struct Sizes {
  std::uint64_t palette = 0, pixels = 0, profile = 0; ///< bytes
};
/// File header, information header and masks behind it. REQUIRES: `header` is cleaned().
Bytes makeHeader(const Header& header, const Sizes& sizes);

/// The parts of makeHeader() that belong to the picture, without sizes and the profile's place.
/// Views `bytes`.
std::vector<ByteView> pictureFields(ByteView bytes, const Header& header);

} // namespace photoscrub::formats::bmp
