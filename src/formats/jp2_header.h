/// The boxes of a JP2 file in front of its codestream (ISO/IEC 15444-1, annex I) that reading,
/// writing and auditing share. Pure; views show the file's bytes.
#pragma once

#include "formats/jp2_codestream.h"

namespace photoscrub::formats::jp2 {

/// Signature box (I.5.1).
inline constexpr std::string_view kSignature{"\0\0\0\x0CjP  \r\n\x87\n", 12};

struct ColourHeader {
  enum class Space {
    unsaid,  ///< no colour box
    usual,   ///< sRGB or grey, whichever fits the number of channels; or a profile
    numbered ///< another one of those that have a number
  };
  Space space = Space::unsaid;
  ByteView number;  ///< that number, and its parameters
  ByteView palette; ///< payloads of pclr, cmap and cdef; empty: not there
  ByteView mapping;
  ByteView definitions;
};

/// The channels of the picture behind palette and mapping.
std::size_t channelsOf(const Siz& siz, const ColourHeader& colour);
/// Whether a number with its parameters (EnumCS and EP) is one that viewers know; `usual` for sRGB
/// and grey.
ColourHeader::Space spaceOf(ByteView number);

/// The part of a payload that its own fields announce, if there is so much and it is possible.
std::optional<ByteView> paletteOf(ByteView payload);
std::optional<ByteView> mappingOf(ByteView payload, ByteView palette);
std::optional<ByteView> definitionsOf(ByteView payload, std::size_t channels);

/// Signature, file type and header box.
Bytes makeHead(const Siz& siz, const ColourHeader& colour, ByteView profile);

/// What of it belongs to the picture.
void listCoded(const ColourHeader& colour, std::vector<ByteView>& coded);

} // namespace photoscrub::formats::jp2
