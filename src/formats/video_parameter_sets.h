/// Decoder configurations of H.264, H.265 (ISO/IEC 14496-15) and AV1. Pure.
#pragma once

#include "base/bytes.h"

#include <optional>

namespace photoscrub::formats::video {

/// avcC (5.3.3.1) with sequence and picture parameter sets alone; nothing if damaged.
std::optional<Bytes> cleanAvcConfig(ByteView payload);
/// hvcC (8.3.3.1) with video, sequence and picture parameter sets alone: messages go.
std::optional<Bytes> cleanHevcConfig(ByteView payload);
/// av1C (AV1 Codec ISO Media File Format Binding, 2.3) with the sequence header alone.
std::optional<Bytes> cleanAv1Config(ByteView payload);

} // namespace photoscrub::formats::video
