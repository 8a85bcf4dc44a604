/// One small TIFF of each way to code a picture, made by libtiff, and what libtiff shows of a file.
#pragma once

#include "support/tiff_bytes.h"

#include <optional>
#include <string>
#include <vector>

namespace photoscrub::formats::testing {

struct TiffSample {
  std::string name;
  Bytes file;
};

/// Both byte orders, classic and BigTIFF; strips, tiles and planes; every compression scheme, bit
/// depth and kind of colours that libtiff writes; several pages.
const std::vector<TiffSample>& tiffSamples();
/// The one of this name.
Bytes tiffSample(std::string_view name);

/// 37 x 29 pixels of true colour in strips of eight rows.
Bytes plainTiff();

struct DecodedPage {
  std::uint32_t width = 0, length = 0, orientation = 1;
  std::vector<Bytes> cells; ///< strips or tiles as they decode; an empty one does not
  Bytes shown;              ///< as a viewer shows it; empty where libtiff has no way
  friend bool operator==(const DecodedPage&, const DecodedPage&) = default;
};
/// Nothing where libtiff cannot open the file.
std::optional<std::vector<DecodedPage>> decodeTiff(ByteView file);

} // namespace photoscrub::formats::testing
