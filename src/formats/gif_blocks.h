/// The blocks of GIF (CompuServe, GIF89a specification) that reading, writing and auditing share.
/// Pure; views show the file's bytes.
#pragma once

#include "formats/container_format.h"

#include <optional>
#include <string_view>

namespace photoscrub::formats::gif {

inline constexpr std::uint8_t kExtension = 0x21, kImage = 0x2C, kTrailer = 0x3B;
inline constexpr std::uint8_t kControlLabel = 0xF9, kApplicationLabel = 0xFF, kCommentLabel = 0xFE,
                              kPlainTextLabel = 0x01;
inline constexpr std::size_t kSignatureSize = 6, kScreenSize = 7, kDescriptorSize = 9,
                             kControlSize = 4, kApplicationIdSize = 11, kMaxSubBlock = 255;
/// Smallest and largest minimum code size with which any decoder can begin.
inline constexpr std::uint8_t kMinCodeSize = 1, kMaxCodeSize = 11;

bool hasSignature(ByteView file);

/// Bytes of the colour table that the packed field of a screen or image descriptor announces.
std::size_t colourTableSize(std::uint8_t packed);

/// The logical screen descriptor (section 18).
struct Screen {
  Size size;
  std::size_t colourTable = 0; ///< bytes
};
/// REQUIRES: kScreenSize bytes.
Screen readScreen(ByteView bytes);

/// The image descriptor (section 20), behind its introducer.
struct Descriptor {
  Rect area;
  std::size_t colourTable = 0; ///< bytes
};
/// Bits of the packed field that have no meaning, and its place.
inline constexpr std::uint8_t kReservedInDescriptor = 0x18;
inline constexpr std::size_t kDescriptorPacked = 8;
/// REQUIRES: kDescriptorSize bytes.
Descriptor readDescriptor(ByteView bytes);

/// How many pixels are coded for an image; browsers take the screen for an image without a size.
std::uint64_t codedPixels(const Descriptor& image, Size screen);

/// The size of the picture: that of the screen, or of the first image that has one.
Size shownSize(Size screen, const Descriptor& image);

/// A whole graphic control extension (section 23) in its one form.
Bytes controlExtension(ByteView fields);
/// A whole looping extension (Netscape) in its one form.
Bytes loopExtension(std::uint16_t count);

Status checkSize(Size size, const Limits& limits);

/// What an extension that goes was, for reports. `id` is that of an application, else empty.
struct BlockUse {
  FindingKind kind = FindingKind::other;
  std::string_view where;
  bool describedByExiv2 = false;
};
BlockUse extensionUse(std::uint8_t label, std::string_view id);
bool isLooping(std::string_view id);

} // namespace photoscrub::formats::gif
