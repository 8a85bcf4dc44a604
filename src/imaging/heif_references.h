/// What libheif 1.15 stumbles over in files of newer phones, taken out of its way. Pure functions,
/// no library.
#pragma once

#include "base/bytes.h"

namespace photoscrub::imaging {

/// Where the reference boxes lie that say which image a metadata item describes ("cdsc", ISO/IEC
/// 23008-12, 6.5.2): offsets of their type in the file. Empty where the file cannot be followed.
std::vector<std::uint64_t> descriptionReferences(ByteView file);

/// The file with these references made meaningless, at unchanged places. iPhones of 2024 and later
/// let their Exif describe the "tmap" item too (ISO 21496-1), an image libheif 1.15 does not know:
/// it refuses the whole file.
Bytes withoutDescriptions(ByteView file);

} // namespace photoscrub::imaging
