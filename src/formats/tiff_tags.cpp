#include "formats/tiff_tags.h"

#include "formats/tiff_picture.h"

#include <algorithm>
#include <string_view>

namespace photoscrub::formats::tiff {

namespace {

using enum FindingKind;

struct Known {
  std::uint16_t first, last;
  FindingKind kind;
  std::string_view where;
  bool describedByExiv2 = false;
};

// TIFF 6.0, Exif 3.0, GeoTIFF 1.1, C2PA 1.4, Adobe's technical notes, and what camera makers
// registered.
constexpr Known kKnown[] = {
    {269, 269, caption, "Exif DocumentName", true},
    {270, 270, caption, "Exif ImageDescription", true},
    {271, 271, device, "Exif Make", true},
    {272, 272, device, "Exif Model", true},
    {285, 285, caption, "Exif PageName", true},
    {305, 305, software, "Exif Software", true},
    {306, 306, time, "Exif DateTime", true},
    {315, 315, identity, "Exif Artist", true},
    {316, 316, device, "Exif HostComputer", true},
    {330, 330, thumbnail, "Exif preview"},
    {333, 333, caption, "names of inks"},
    {337, 337, device, "Exif TargetPrinter", true},
    {513, 514, thumbnail, "Exif thumbnail", true},
    {700, 700, other, "XMP packet", true},
    {11, 11, software, "Exif ProcessingSoftware", true},
    {18246, 18249, caption, "Exif Rating", true},
    {32781, 32781, identity, "Exif ImageID", true},
    {32932, 32932, identity, "annotations"},
    {32934, 32934, identity, "annotations"},
    {33432, 33432, identity, "Exif Copyright", true},
    {33434, 33437, other, "Exif camera settings", true},
    {33550, 33550, location, "GeoTIFF data"},
    {33723, 33723, other, "IPTC block", true},
    {33922, 33922, location, "GeoTIFF data"},
    {34264, 34264, location, "GeoTIFF data"},
    {34377, 34377, other, "Photoshop block"},
    {34665, 34665, other, "Exif directory", true},
    {34675, 34675, other, "colour profile of a further page"},
    {34735, 34737, location, "GeoTIFF data"},
    {34853, 34853, location, "Exif GPS directory", true},
    {36867, 36868, time, "Exif date", true},
    {37500, 37500, device, "Exif maker note", true},
    {37510, 37510, comment, "Exif UserComment", true},
    {37724, 37724, hiddenImage, "Photoshop layers"},
    {40091, 40091, caption, "Exif XPTitle", true},
    {40092, 40092, comment, "Exif XPComment", true},
    {40093, 40093, identity, "Exif XPAuthor", true},
    {40094, 40095, caption, "Exif XPKeywords", true},
    {42032, 42033, identity, "Exif owner or serial number", true},
    {42034, 42037, device, "Exif lens", true},
    {42112, 42113, other, "GDAL data"},
    {50341, 50341, device, "Exif PrintImageMatching", true},
    {50708, 50709, device, "Exif camera model", true},
    {50735, 50735, identity, "Exif CameraSerialNumber", true},
    {50740, 50740, device, "Exif maker data", true},
    {50971, 50971, time, "Exif PreviewDateTime", true},
    {52545, 52545, provenance, "content credentials (C2PA)"},
};

constexpr std::uint16_t kFirstPrivate = 32768; // TIFF 6.0, section 2

} // namespace

TagUse tagUse(std::uint16_t tag) {
  for (const auto& known : kKnown)
    if (tag >= known.first && tag <= known.last)
      return {known.kind, std::string(known.where), known.describedByExiv2};
  if (tag >= kFirstPrivate)
    return {other, "private TIFF tag", false};
  return {other, "TIFF tag that viewers do not need", false};
}

bool isRawTag(std::uint16_t tag) {
  constexpr std::uint16_t kTags[] = {
      33421, // CFARepeatPatternDim
      33422, // CFAPattern
      50706, // DNGVersion
      50752, // slices of Canon's CR2
  };
  return std::find(std::begin(kTags), std::end(kTags), tag) != std::end(kTags);
}

} // namespace photoscrub::formats::tiff
