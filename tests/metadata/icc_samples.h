/// Colour profiles with planted texts, made by Little CMS.
#pragma once

#include "base/bytes.h"

#include <array>
#include <string>
#include <vector>

namespace photoscrub::metadata::testing {

struct RgbSample {
  std::string expectedName;                      ///< of the cleaned profile
  std::array<double, 2> white, red, green, blue; ///< chromaticities x, y
  double gamma = 0; ///< 0: the curve of sRGB; negative: that of Rec. 2020
  std::string description = "S3CRET description";
  double version = 4.3;
};

/// One of each standard space and one that is none.
std::vector<RgbSample> rgbSamples();

Bytes rgbProfile(const RgbSample& sample);
Bytes greyProfile(double gamma);
/// Profiles whose colours come from tables: version 2 has mft2 tags, version 4 mAB and mBA.
Bytes rgbLutProfile(double version);
Bytes cmykLutProfile(double version);
Bytes deviceLinkProfile();

/// Largest change of a coded channel, 0 to 1, when colours of one profile are shown in the other,
/// but for changes that are less than 3/65536 of full light.
double largestRgbChange(const Bytes& from, const Bytes& to);
/// Lab of a grid over the profile's device colours, as 16-bit numbers.
std::vector<std::uint16_t> labOfGrid(const Bytes& icc);

} // namespace photoscrub::metadata::testing
