#include "imaging/decoders.h"
#include "imaging/heif_library.h"
#include "imaging/row_sink.h"

namespace photoscrub::imaging {

namespace {

Pixels pixelsOf(const ColourPlanes& planes, const heif_image& image) {
  if (!planes.hasAlpha())
    return Pixels::bgr;
  return heif_image_is_premultiplied_alpha(const_cast<heif_image*>(&image)) != 0
             ? Pixels::bgraPremultiplied
             : Pixels::bgra;
}

std::vector<std::string> warningsOf(heif_image& image) {
  std::vector<std::string> texts;
  constexpr int kMost = 8;
  heif_error warning{};
  for (int i = 0; i < kMost && heif_image_get_decoding_warnings(&image, i, &warning, 1) == 1; ++i)
    if (warning.message != nullptr)
      texts.emplace_back(warning.message);
  return texts;
}

} // namespace

Result<Picture> decodeHeif(ByteView file, const DecodeOptions& options, const Limits& limits) {
  HeifReader reader;
  PHOTOSCRUB_CHECK(reader.open(file, limits));
  PHOTOSCRUB_TRY(image, reader.decode(limits));
  PHOTOSCRUB_TRY(views, heifPlanes(*image));
  PHOTOSCRUB_TRY(planes, ColourPlanes::make(views.colours, views.alpha, views.coding));
  const Pixels pixels = pixelsOf(planes, *image);
  const Size size = planes.size();
  RowSink sink(size, options.longSide, pixels);
  Bytes row(static_cast<std::size_t>(size.width) * (pixels == Pixels::bgr ? 3 : 4));
  for (int y = 0; y < size.height; ++y) {
    planes.readRow(y, row.data());
    sink.add(row.data());
  }
  Picture picture = std::move(sink).take();
  const HeifColour colour = heifColour(*reader.handle(), *image);
  picture.colour.primaries = colour.primaries;
  picture.colour.transfer = colour.transfer;
  picture.warnings = warningsOf(*image);
  return picture;
}

} // namespace photoscrub::imaging
