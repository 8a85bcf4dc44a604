/// The ways to code pictures and sound that photoscrub knows. Plain data.
#pragma once

#include "formats/video_entry.h"

namespace photoscrub::formats::video {

struct Codec {
  std::string_view code; ///< of the sample entry
  Media media;
  std::string_view config; ///< the box a decoder cannot do without; empty: none
  /// Sound without compression or in fixed packets: samples of a packet, and its bytes for each
  /// channel; bytes 0: as many as the sample size says.
  std::uint32_t samplesInPacket = 0, bytesForChannel = 0;
};

/// Null if not known.
const Codec* codecFor(std::string_view code, Media media);
/// True for entries of films that are protected against copying.
bool isProtected(std::string_view code);
/// True for boxes that may stand in an entry of `media` beside its codec's own.
bool isCommonConfig(std::string_view type, Media media);

} // namespace photoscrub::formats::video
