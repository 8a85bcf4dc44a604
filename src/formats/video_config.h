/// Boxes inside sample entries that decoders need, each in its one clean form. Pure.
#pragma once

#include "base/bytes.h"

#include <optional>
#include <string_view>

namespace photoscrub::formats::video {

/// The payload of box `type` rebuilt from its fields, without anything a decoder does not read;
/// nothing if the box is not on the list or is damaged.
std::optional<Bytes> cleanConfig(std::string_view type, ByteView payload);

/// 0 if `payload` of avcC or hvcC does not say.
int lengthBytesOf(std::string_view type, ByteView payload);

} // namespace photoscrub::formats::video
