#include "redact/codecs.h"
#include "redact/jpeg_writer.h"
#include "redact/stored_boxes.h"

#include <cmath>

namespace photoscrub::redact {

namespace {

// Nearly black, with room to spare below: the DC difference to a neighbour that was rounded past
// white still fits the 11 bits of T.81, table F.1.
constexpr int kDark = 16;
constexpr int kLight = 255 - kDark;
constexpr int kMiddle = 128;

// The sample value a covered block of this component gets: the same dark colour for every picture
// of one kind.
int coverLevel(const jpeg_decompress_struct& jpeg, int component) {
  switch (jpeg.jpeg_color_space) {
  case JCS_YCbCr:
    return component == 0 ? kDark : kMiddle;
  // Adobe stores inks inverted, so that little light is a small value; without its flag much ink
  // is a large one. YCCK comes with the flag only, and holds the inverted inks' complement.
  case JCS_CMYK:
    return jpeg.saw_Adobe_marker ? kDark : kLight;
  case JCS_YCCK:
    return component == 0 ? kLight : component == 3 ? kDark : kMiddle;
  default:
    return kDark;
  }
}

// T.81, A.3.3: a block of one level L has the DC coefficient 8 (L - 128), divided by its step.
// A step that is very large rounds to the middle: grey, but as uniform.
JCOEF coverDc(const jpeg_decompress_struct& jpeg, int component) {
  const auto& info = jpeg.comp_info[component];
  const JQUANT_TBL* table =
      info.quant_table != nullptr ? info.quant_table : jpeg.quant_tbl_ptrs[info.quant_tbl_no];
  const int step = table == nullptr ? 1 : std::max<int>(table->quantval[0], 1);
  const double level = kBlockSide * (coverLevel(jpeg, component) - kMiddle);
  return static_cast<JCOEF>(std::lround(level / step));
}

Status coverComponent(JpegCoefficients& source, int index, const McuMask& mask) {
  const auto& info = source.component(index);
  const JCOEF dc = coverDc(source.jpeg(), index);
  for (JDIMENSION row = 0; row < info.height_in_blocks; ++row) {
    PHOTOSCRUB_TRY(blocks, source.blocks(index, row));
    for (JDIMENSION column = 0; column < info.width_in_blocks; ++column) {
      if (!mask.touched(static_cast<int>(column) / info.h_samp_factor,
                        static_cast<int>(row) / info.v_samp_factor))
        continue;
      std::fill_n(blocks[column], kBlockCoefficients, JCOEF{0});
      blocks[column][0] = dc;
    }
  }
  return {};
}

} // namespace

Result<Bytes> coverJpeg(ByteView file, const RedactOptions& options, const Limits& limits) {
  JpegCoefficients source(limits);
  PHOTOSCRUB_CHECK(source.open(file));
  const McuMask mask(source.grid(), storedBoxes(options, source.size()));
  for (int i = 0; i < source.jpeg().num_components; ++i)
    PHOTOSCRUB_CHECK(coverComponent(source, i, mask));
  return writeJpeg(source);
}

} // namespace photoscrub::redact
