/// A parsed TIFF file, private to the TIFF format's own files.
#pragma once

#include "formats/container_format.h"
#include "formats/tiff_fields.h"

#include <deque>

namespace photoscrub::formats::tiff {

/// One picture of the output.
struct Page {
  Picture picture;
  Orientation orientation = Orientation::normal;
  bool hasProfile = false;          ///< the same colour profile as the first page
  std::vector<Field> fields;        ///< what describes the picture, in any order; no orientation
  std::vector<ByteView> pieces;     ///< the image data, strip after strip
  std::vector<std::uint64_t> sizes; ///< bytes of each strip or tile; 0 where the file has no data
};

struct TiffDocument final : Document {
  Variant variant;
  std::vector<Page> pages; ///< at least one
  std::deque<Bytes> owned; ///< memory of `coded` and of JPEG streams written anew
};

/// Everything a page's directory holds but offsets, profile and texts, in ascending order.
std::vector<Field> directoryFields(const Page& page, Orientation orientation, Variant variant);

/// Where structures begin: on multiples of eight bytes, which suits every reader.
inline constexpr std::uint64_t kAlignment = 8;

} // namespace photoscrub::formats::tiff
