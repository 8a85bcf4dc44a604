#include "redact/jpeg_covers.h"

#include <algorithm>
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
int solidLevel(const jpeg_decompress_struct& jpeg, int component) {
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

int dcStep(const jpeg_decompress_struct& jpeg, int component) {
  const JQUANT_TBL* table = quantisation(jpeg, component);
  return table == nullptr ? 1 : std::max<int>(table->quantval[0], 1);
}

// T.81, A.3.3: a block of one level L has the DC coefficient 8 (L - 128), divided by its step.
// A step that is very large rounds to the middle: grey, but as uniform.
JCOEF dcFor(const jpeg_decompress_struct& jpeg, int component, int level) {
  const double value = kBlockSide * (level - kMiddle);
  return static_cast<JCOEF>(std::lround(value / dcStep(jpeg, component)));
}

int levelOf(const jpeg_decompress_struct& jpeg, int component, JCOEF dc) {
  return std::clamp(kMiddle + dc * dcStep(jpeg, component) / kBlockSide, 0, 255);
}

// The middle of a block in pixels of the picture.
Point centreOf(const jpeg_decompress_struct& jpeg, int component, Point block) {
  const auto& info = jpeg.comp_info[component];
  return {(block.x * kBlockSide + kBlockSide / 2) * jpeg.max_h_samp_factor / info.h_samp_factor,
          (block.y * kBlockSide + kBlockSide / 2) * jpeg.max_v_samp_factor / info.v_samp_factor};
}

bool holds(const Rect& area, Point at) {
  return at.x >= area.x && at.x < area.right() && at.y >= area.y && at.y < area.bottom();
}

} // namespace

bool offersFaces(const jpeg_decompress_struct& jpeg) {
  return jpeg.jpeg_color_space == JCS_YCbCr || jpeg.jpeg_color_space == JCS_GRAYSCALE;
}

JCOEF solidDc(const jpeg_decompress_struct& jpeg, int component) {
  return dcFor(jpeg, component, solidLevel(jpeg, component));
}

JpegCovers::JpegCovers(const McuGrid& grid, const StoredCovers& covers)
    : solid_(grid, covers.solid), faces_(grid, faceBoxes(covers)) {
  for (const auto& [box, style] : covers.faces)
    mosaics_.emplace_back(touchedArea(grid, box), grid.mcu, style);
}

Result<JpegCovers> JpegCovers::of(JpegCoefficients& original, const RedactOptions& options) {
  StoredCovers covers = storedCovers(options, original.size());
  if (!offersFaces(original.jpeg()))
    covers = allSolid(covers);
  JpegCovers result(original.grid(), covers);
  PHOTOSCRUB_CHECK(result.look(original));
  for (std::size_t i = 0; i < result.mosaics_.size(); ++i)
    result.mosaics_[i].settle(options.noise, i);
  return result;
}

// The means come from the first component's DC alone. What solid covers hide counts as hidden, so
// that it leaves no trace in a face beside it.
Status JpegCovers::look(JpegCoefficients& original) {
  if (mosaics_.empty())
    return {};
  const auto& jpeg = original.jpeg();
  const auto& info = original.component(0);
  for (JDIMENSION row = 0; row < info.height_in_blocks; ++row) {
    const int mcuRow = static_cast<int>(row) / info.v_samp_factor;
    if (!faces_.touchesRow(mcuRow))
      continue;
    PHOTOSCRUB_TRY(blocks, original.blocks(0, row));
    for (JDIMENSION column = 0; column < info.width_in_blocks; ++column) {
      const What what = at(static_cast<int>(column) / info.h_samp_factor, mcuRow);
      if (what == What::open)
        continue;
      const Point centre = centreOf(jpeg, 0, {static_cast<int>(column), static_cast<int>(row)});
      const int level = what == What::solid ? 0 : levelOf(jpeg, 0, blocks[column][0]);
      for (Mosaic& mosaic : mosaics_)
        if (holds(mosaic.area(), centre))
          mosaic.add(centre, level);
    }
  }
  return {};
}

JCOEF JpegCovers::faceDc(const jpeg_decompress_struct& jpeg, int component, Point block) const {
  if (component > 0)
    return dcFor(jpeg, component, kMiddle);
  const Point centre = centreOf(jpeg, component, block);
  const auto over = std::find_if(mosaics_.rbegin(), mosaics_.rend(),
                                 [&](const Mosaic& face) { return holds(face.area(), centre); });
  const int level = over == mosaics_.rend() ? kDark : over->level(centre);
  return dcFor(jpeg, component, level);
}

} // namespace photoscrub::redact
