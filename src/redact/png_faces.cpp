#include "redact/png_faces.h"

#include "redact/png_fill.h"

namespace photoscrub::redact {

Result<PngCovers> pngCovers(ByteView file, PngRows& rows, const RedactOptions& options,
                            const Limits& limits) {
  const Size size = rows.layout().size;
  auto covers = storedCovers(options, size);
  const auto kind = faceKind(rows);
  if (!kind)
    covers = allSolid(covers);
  PngCovers result{covers.solid, FacePixels(covers, options.noise, kind.value_or(PixelKind{}))};
  if (result.faces.empty())
    return result;
  // Rows of 8 bits are the same packed and unpacked.
  PngRows first(limits);
  PHOTOSCRUB_CHECK(first.open(file, Packing::packed));
  for (int y = 0; y < size.height; ++y) {
    PHOTOSCRUB_TRY(row, first.next());
    result.faces.look({0, y}, size.width, row);
  }
  result.faces.settle();
  return result;
}

} // namespace photoscrub::redact
