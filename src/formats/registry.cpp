#include "formats/registry.h"

#include "formats/bmp.h"
#include "formats/gif.h"
#include "formats/heif.h"
#include "formats/jp2.h"
#include "formats/jpeg.h"
#include "formats/jxl.h"
#include "formats/png.h"
#include "formats/tiff.h"
#include "formats/video.h"
#include "formats/webp.h"

#include <array>

namespace photoscrub::formats {

std::span<const ContainerFormat* const> allFormats() {
  static const Jpeg jpeg;
  static const Jxl jxl;
  static const Png png;
  static const Tiff tiff;
  static const Webp webp;
  static const Gif gif;
  static const IsoVideo video;
  static const Bmp bmp;
  static const Jp2 jp2;
  static const Heif heif(FileType::heif), avif(FileType::avif);
  static const std::array formats = std::to_array<const ContainerFormat*>({
      &jpeg,
      &png,
      &webp,
      &gif,
      &tiff,
      &jxl,
      &video,
      &bmp,
      &jp2,
      &heif,
      &avif,
  });
  return formats;
}

const ContainerFormat* formatFor(FileType type) {
  for (const auto* format : allFormats())
    if (format->type() == type)
      return format;
  return nullptr;
}

} // namespace photoscrub::formats
