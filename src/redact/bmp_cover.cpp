#include "redact/bmp_file.h"
#include "redact/codecs.h"
#include "redact/face_pixels.h"
#include "redact/stored_boxes.h"

#include <algorithm>

namespace photoscrub::redact {

namespace {

// The darkest entry by luma (ITU-R BT.601 weights).
std::uint8_t darkestEntry(const BmpPicture& picture) {
  const auto luma = [&](std::size_t i) {
    const auto* entry = picture.palette.data() + i * picture.paletteStep;
    return 114 * entry[0] + 587 * entry[1] + 299 * entry[2];
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < picture.palette.size() / picture.paletteStep; ++i)
    if (luma(i) < luma(best))
      best = i;
  return static_cast<std::uint8_t>(best);
}

// Does a pixel outside the boxes use the fourth byte? Some viewers take it as alpha as soon as one
// pixel does, and would show none of the others if only the covers did.
bool usesFourthByte(BmpPicture& picture, const std::vector<Rect>& boxes) {
  OpenColumns columns(boxes, picture.size.width);
  const auto plane = picture.raster.plane();
  for (int y = 0; y < picture.size.height; ++y) {
    const auto& covered = columns.coveredAt(y);
    for (std::size_t x = 0; x < covered.size(); ++x)
      if (!covered[x] && plane.row(y)[4 * x + 3] != 0)
        return true;
  }
  return false;
}

bool offersFaces(const BmpPicture& picture) {
  return (picture.bits == 24 || picture.bits == 32) && !picture.masked;
}

StoredCovers coversOf(const BmpPicture& picture, const RedactOptions& options) {
  const auto covers = storedCovers(options, picture.size);
  return offersFaces(picture) ? covers : allSolid(covers);
}

Bytes fillFor(BmpPicture& picture, const std::vector<Rect>& boxes) {
  Bytes fill(picture.raster.pixelBytes);
  if (picture.bits <= 8)
    fill[0] = darkestEntry(picture);
  else if (picture.masked)
    for (std::size_t i = 0; i < fill.size(); ++i)
      fill[i] = static_cast<std::uint8_t>(picture.masks[3] >> (8 * i));
  else if (picture.bits == 32 && usesFourthByte(picture, boxes))
    fill[3] = 255;
  return fill;
}

// REQUIRES: the picture is the original.
FacePixels facesOf(BmpPicture& picture, const RedactOptions& options) {
  const auto covers = coversOf(picture, options);
  FacePixels faces(covers, options.noise, {fillFor(picture, allBoxes(covers)), {2, 1, 0}});
  look(faces, picture.raster.plane());
  faces.settle();
  return faces;
}

} // namespace

Result<Bytes> coverBmp(ByteView file, const RedactOptions& options, const Limits& limits) {
  PHOTOSCRUB_TRY(picture, readBmp(file, limits));
  const auto covers = coversOf(picture, options);
  const auto fill = fillFor(picture, allBoxes(covers));
  if (!covers.faces.empty())
    paint(facesOf(picture, options), picture.raster.plane());
  lay(picture.raster.plane(), covers.solid, fill);
  return writeBmp(picture);
}

Result<Outside> verifyBmp(ByteView original, ByteView saved, const RedactOptions& options,
                          const Limits& limits) {
  PHOTOSCRUB_TRY(before, readBmp(original, limits));
  PHOTOSCRUB_TRY(after, readBmp(saved, limits));
  if (before.size != after.size || before.bits != after.bits || before.masked != after.masked ||
      (before.masked && before.masks != after.masks) || before.palette != after.palette ||
      before.topDown != after.topDown)
    return leak("another kind of BMP");
  const auto covers = coversOf(before, options);
  PHOTOSCRUB_CHECK(
      compareExactly(before.raster.plane(), after.raster.plane(), covers.solid, faceBoxes(covers)));
  if (!covers.faces.empty())
    PHOTOSCRUB_CHECK(compareFaces(facesOf(before, options), after.raster.plane()));
  return Outside::identical;
}

Result<bool> bmpOffersFaces(ByteView file, const Limits& limits) {
  PHOTOSCRUB_TRY(picture, readBmp(file, limits));
  return offersFaces(picture);
}

} // namespace photoscrub::redact
