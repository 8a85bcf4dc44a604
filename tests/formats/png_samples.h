/// One small PNG of each way to code a picture.
#pragma once

#include "imaging/coded_pictures.h"

#include <string>
#include <vector>

namespace photoscrub::formats::testing {

struct PngSample {
  std::string name;
  photoscrub::testing::PngRecipe recipe;
};

/// Every colour type with most depths, transparency, palettes, interlacing and colour chunks.
std::vector<PngSample> pngSamples();
Bytes pictureOf(const PngSample& sample);

/// True colour, a few hundred bytes: what most tests need.
Bytes plainPng();
Bytes palettePng();
/// An animation of `frames` frames, the first of which is the still picture.
Bytes animatedPng(int frames);

/// fcTL for the whole of plainPng(), and fdAT.
Bytes frameControl(std::uint32_t sequence);
Bytes frameData(std::uint32_t sequence);

} // namespace photoscrub::formats::testing
