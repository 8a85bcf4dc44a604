#include "redact/codecs.h"
#include "redact/png_fill.h"
#include "redact/png_writer.h"
#include "redact/stored_boxes.h"

namespace photoscrub::redact {

Result<Bytes> coverPng(ByteView file, const RedactOptions& options, const Limits& limits) {
  PngRows rows(limits);
  PHOTOSCRUB_CHECK(rows.open(file, Packing::packed));
  const PngFill fill = fillFor(rows);
  const auto boxes = storedBoxes(options, rows.layout().size);
  PngWriter writer(rows);
  PHOTOSCRUB_CHECK(writer.start());
  for (int y = 0; y < rows.layout().size.height; ++y) {
    PHOTOSCRUB_TRY(row, rows.next());
    for (const Rect& box : boxes)
      if (y >= box.y && y < box.bottom())
        lay(fill, {box.x, box.width}, row);
    PHOTOSCRUB_CHECK(writer.add(row));
  }
  return writer.finish();
}

} // namespace photoscrub::redact
