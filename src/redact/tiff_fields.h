/// What the directory of a TIFF says that turns its data into a picture (TIFF 6.0), and where the
/// pieces of data lie. Internal to src/redact.
#pragma once

#include "redact/plane.h"
#include "redact/redact.h"
#include "redact/tiff_library.h"

namespace photoscrub::redact {

struct TiffFields {
  Size size;
  int bits = 1;
  int samples = 1;
  int sampleFormat = SAMPLEFORMAT_UINT;
  int photometric = 0;
  int compression = COMPRESSION_NONE;
  bool separatePlanes = false;
  bool tiled = false;
  Size piece;             ///< a tile, or a strip: as wide as the picture
  Size subsampling{1, 1}; ///< of colour in YCbCr (section 21)
  int extraSamples = 0;
  std::array<Bytes, 3> palette{}; ///< 16-bit numbers in the machine's byte order
};

/// Errors: malformed, limit, unsupported: more than one page, or data of a kind that is not
/// written back as it is.
Result<TiffFields> readTiffFields(const TiffFile& file, const Limits& limits);

/// Writes the fields of `from` that the picture needs, and its resolution, to `to`.
void copyTiffFields(const TiffFile& from, const TiffFields& fields, const TiffFile& to);

/// A strip or tile. Tiles may reach beyond the picture.
struct TiffPiece {
  std::uint32_t index = 0;
  int plane = 0; ///< of separate planes
  Rect place;
};
std::vector<TiffPiece> piecesOf(const TiffFields& fields);

} // namespace photoscrub::redact
