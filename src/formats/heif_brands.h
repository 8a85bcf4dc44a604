/// Brands: what a HEIF or AVIF file says it conforms to (ISO/IEC 23008-12, 10; AVIF 1.1, 8).
/// Reading and auditing share the list. Pure.
#pragma once

#include "formats/heif_document.h"

namespace photoscrub::formats::heif {

/// Brands of still pictures that a cleaned file of `type`, heif or avif, may go by.
bool isKnownBrand(FileType type, std::string_view brand);

/// The brands the output will have, from an ftyp payload: those of still pictures that are known,
/// and at least the one that makes readers take it for `document.type`.
void settleBrands(ByteView ftyp, HeifDocument& document);

} // namespace photoscrub::formats::heif
