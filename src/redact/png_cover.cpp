#include "redact/codecs.h"
#include "redact/png_faces.h"
#include "redact/png_fill.h"
#include "redact/png_writer.h"

namespace photoscrub::redact {

Result<Bytes> coverPng(ByteView file, const RedactOptions& options, const Limits& limits) {
  PngRows rows(limits);
  PHOTOSCRUB_CHECK(rows.open(file, Packing::packed));
  const PngFill fill = fillFor(rows);
  const Size size = rows.layout().size;
  PHOTOSCRUB_TRY(covers, pngCovers(file, rows, options, limits));
  PngWriter writer(rows);
  PHOTOSCRUB_CHECK(writer.start());
  for (int y = 0; y < size.height; ++y) {
    PHOTOSCRUB_TRY(row, rows.next());
    covers.faces.paint({0, y}, size.width, row);
    for (const Rect& box : covers.solid)
      if (y >= box.y && y < box.bottom())
        lay(fill, {box.x, box.width}, row);
    PHOTOSCRUB_CHECK(writer.add(row));
  }
  return writer.finish();
}

Result<bool> pngOffersFaces(ByteView file, const Limits& limits) {
  PngRows rows(limits);
  PHOTOSCRUB_CHECK(rows.open(file, Packing::packed));
  return faceKind(rows).has_value();
}

} // namespace photoscrub::redact
