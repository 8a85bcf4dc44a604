/// One small JPEG of each way to code a picture.
#pragma once

#include "imaging/coded_pictures.h"

#include <string>
#include <vector>

namespace photoscrub::formats::testing {

struct JpegSample {
  std::string name;
  photoscrub::testing::JpegRecipe recipe;
};

/// Every colour space and process the JPEG format handles.
std::vector<JpegSample> jpegSamples();
/// The picture of a sample: a gradient with some noise.
Bytes pictureOf(const JpegSample& sample);

/// Baseline 4:2:0, about 1 KB: what most tests need.
Bytes plainJpeg();
Bytes progressiveJpeg();
/// A scan for each component.
Bytes separateScansJpeg();

} // namespace photoscrub::formats::testing
