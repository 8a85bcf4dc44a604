/// One small BMP file of each way to code a picture, and what it shows.
#pragma once

#include "support/bmp_bytes.h"

#include <optional>
#include <string>
#include <vector>

namespace photoscrub::formats::testing {

struct BmpSample {
  std::string name;
  photoscrub::test::BmpRecipe recipe;
};

/// Every version of the header, depth and coding.
const std::vector<BmpSample>& bmpSamples();
const photoscrub::test::BmpRecipe& bmpRecipe(std::string_view name);
Bytes bmpSample(std::string_view name);

/// Blue, green and red of every pixel from the top; nothing where the decoder gives up.
std::optional<Bytes> decodeBmp(const Bytes& file);

} // namespace photoscrub::formats::testing
