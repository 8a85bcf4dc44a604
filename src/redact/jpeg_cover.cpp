#include "redact/codecs.h"
#include "redact/jpeg_covers.h"
#include "redact/jpeg_writer.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {

Status coverComponent(JpegCoefficients& source, int index, const JpegCovers& covers) {
  const auto& info = source.component(index);
  const JCOEF solid = solidDc(source.jpeg(), index);
  for (JDIMENSION row = 0; row < info.height_in_blocks; ++row) {
    const int mcuRow = static_cast<int>(row) / info.v_samp_factor;
    if (!covers.touchesRow(mcuRow))
      continue;
    PHOTOSCRUB_TRY(blocks, source.blocks(index, row));
    for (JDIMENSION column = 0; column < info.width_in_blocks; ++column) {
      const auto what = covers.at(static_cast<int>(column) / info.h_samp_factor, mcuRow);
      if (what == JpegCovers::What::open)
        continue;
      std::fill_n(blocks[column], kBlockCoefficients, JCOEF{0});
      blocks[column][0] = what == JpegCovers::What::solid
                              ? solid
                              : covers.faceDc(source.jpeg(), index,
                                              {static_cast<int>(column), static_cast<int>(row)});
    }
  }
  return {};
}

} // namespace

Result<Bytes> coverJpeg(ByteView file, const RedactOptions& options, const Limits& limits) {
  JpegCoefficients source(limits);
  PHOTOSCRUB_CHECK(source.open(file));
  PHOTOSCRUB_TRY(covers, JpegCovers::of(source, options));
  for (int i = 0; i < source.jpeg().num_components; ++i)
    PHOTOSCRUB_CHECK(coverComponent(source, i, covers));
  return writeJpeg(source);
}

Result<bool> jpegOffersFaces(ByteView file, const Limits& limits) {
  imaging::JpegReader reader(limits);
  PHOTOSCRUB_CHECK(reader.open(file));
  return offersFaces(reader.jpeg());
}

} // namespace photoscrub::redact
