#include "redact/jpeg_coefficients.h"

#include <algorithm>

namespace photoscrub::redact {

const JQUANT_TBL* quantisation(const jpeg_decompress_struct& jpeg, int component) {
  const auto& info = jpeg.comp_info[component];
  if (info.quant_table != nullptr)
    return info.quant_table;
  const bool exists = info.quant_tbl_no >= 0 && info.quant_tbl_no < NUM_QUANT_TBLS;
  return exists ? jpeg.quant_tbl_ptrs[info.quant_tbl_no] : nullptr;
}

Status JpegCoefficients::open(ByteView file) {
  PHOTOSCRUB_CHECK(reader_.open(file));
  return errors().call([this] { arrays_ = jpeg_read_coefficients(&jpeg()); });
}

Result<JBLOCKROW> JpegCoefficients::blocks(int component, JDIMENSION row) {
  JBLOCKROW found = nullptr;
  PHOTOSCRUB_CHECK(errors().call([&] {
    auto* library = reinterpret_cast<j_common_ptr>(&jpeg());
    found = library->mem->access_virt_barray(library, arrays_[component], row, 1, TRUE)[0];
  }));
  return found;
}

Size JpegCoefficients::size() const {
  return {static_cast<int>(jpeg().image_width), static_cast<int>(jpeg().image_height)};
}

McuGrid JpegCoefficients::grid() const {
  const auto& frame = jpeg();
  McuGrid grid{
      size(), {frame.max_h_samp_factor * kBlockSide, frame.max_v_samp_factor * kBlockSide}, {}};
  // Viewers smooth colour that is stored with fewer samples: libjpeg's fancy upsampling mixes in
  // the next sample on either side, which is max/own pixels wide. Where a frame has one component
  // its sampling factors mean nothing for the pixels, and no sample is shared.
  for (int i = 0; i < frame.num_components; ++i) {
    const auto& own = component(i);
    if (own.h_samp_factor < frame.max_h_samp_factor)
      grid.upsampling.dx =
          std::max(grid.upsampling.dx,
                   (frame.max_h_samp_factor + own.h_samp_factor - 1) / own.h_samp_factor);
    if (own.v_samp_factor < frame.max_v_samp_factor)
      grid.upsampling.dy =
          std::max(grid.upsampling.dy,
                   (frame.max_v_samp_factor + own.v_samp_factor - 1) / own.v_samp_factor);
  }
  return grid;
}

} // namespace photoscrub::redact
