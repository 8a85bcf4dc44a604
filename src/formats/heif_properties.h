/// The item properties (ISO/IEC 23008-12, 6.5; ISO/IEC 14496-12, 12.1; AVIF 1.1) that a cleaned
/// file may hold, each in one form. Reading, writing and auditing share this. Pure functions.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::formats::heif {

/// What a property is to a reader.
enum class PropertyRole {
  configuration, ///< hvcC, av1C: how to decode
  size,          ///< ispe
  auxiliary,     ///< auxC: this is alpha
  description,   ///< colours, depth, shape of pixels, layers
  transformation ///< clap, irot, imir: their order matters
};

/// The rules for properties of one type; null if a cleaned file never has it. A colour profile is
/// none of these: it is written anew.
struct PropertyRules {
  std::string_view type;
  PropertyRole role;
  bool essential; ///< as the standards want it marked
};
const PropertyRules* rulesFor(std::string_view type);

/// The payload in its one form: the fields that matter, reserved bits as the standard says, nothing
/// behind. Nothing where it cannot stay. The form of a form is the same.
std::optional<Bytes> plainProperty(std::string_view type, ByteView payload);

/// Whether an auxC payload says that the image is alpha (transparency), in any writer's words.
bool isAlpha(ByteView auxC);
/// The words an auxC payload says it with: "urn:..."; views it.
std::string_view auxiliaryType(ByteView auxC);

/// Whether a colr payload is a colour profile (prof, rICC), which begins at byte 4.
bool isProfile(ByteView colr);

/// Width and height in an ispe payload. Errors: malformed, limit.
Result<Size> readSize(ByteView ispe, const Limits& limits);

/// A picture's size behind one transformation, as libheif computes it. Errors: malformed.
Result<Size> transformed(Size size, std::string_view type, ByteView payload);

/// Bytes in front of each unit of HEVC data, from a plain hvcC payload: 1, 2 or 4.
/// REQUIRES: it is plain.
unsigned lengthSize(ByteView hvcC);

} // namespace photoscrub::formats::heif
