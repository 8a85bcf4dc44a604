/// Everything of a cleaned HEIF file in front of its coded data. Private to the HEIF format.
#pragma once

#include "formats/heif_document.h"

namespace photoscrub::formats::heif {

/// What rewriting adds to the picture, and where its parts begin in the output.
struct Layout {
  const HeifDocument& document;
  const Edits& edits;
  std::uint32_t dataBegin = 0; ///< of the mdat payload
  std::uint32_t dataSize = 0;

  std::uint16_t exifItem() const { return static_cast<std::uint16_t>(document.items.size() + 1); }
};

/// ftyp, meta and the header of mdat. Their length does not depend on the numbers in `layout`.
Bytes writeHead(const Layout& layout);

/// Bytes of an item's data. REQUIRES: the item came from parsing, which keeps them below 4 GiB.
std::uint32_t sizeOf(const KeptItem& item);

} // namespace photoscrub::formats::heif
