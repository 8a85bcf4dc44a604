#include "formats/bmp_samples.h"

#include "imaging/picture.h"

#include <algorithm>

namespace photoscrub::formats::testing {

using photoscrub::test::BmpRecipe;

namespace {

// Three rows of 13: a run, pixels as they are (an odd number), a jump, ends of lines and the end.
Bytes runs8() {
  return {5, 7, 0, 3, 1, 2, 3, 0, 5, 9, 0, 0, 0, 2, 2, 1, 11, 4, 0, 0, 13, 1, 0, 1};
}
Bytes runs4() {
  return {5, 0x71, 0, 5, 0x12, 0x34, 0x50, 0, 3, 0x90, 0, 0,
          0, 2,    2, 1, 11,   0x4F, 0,    0, 1, 0x10, 0, 1};
}

std::vector<BmpSample> makeSamples() {
  std::vector<BmpSample> samples;
  const auto add = [&](std::string name, const BmpRecipe& recipe) {
    samples.push_back({std::move(name), recipe});
  };
  for (const std::uint32_t header : {12u, 40u, 52u, 56u, 108u, 124u})
    for (const int bits : {1, 4, 8, 16, 24, 32}) {
      BmpRecipe recipe;
      recipe.header = header;
      recipe.bits = bits;
      add("header" + std::to_string(header) + "bits" + std::to_string(bits), recipe);
    }
  BmpRecipe recipe;
  recipe.topDown = true;
  add("topDown", recipe);
  recipe = {};
  recipe.bits = 8;
  recipe.colours = 100;
  add("hundredColours", recipe);
  recipe.compression = 1;
  recipe.runs = runs8();
  add("rle8", recipe);
  recipe.bits = 4;
  recipe.colours = 0;
  recipe.compression = 2;
  recipe.runs = runs4();
  add("rle4", recipe);
  recipe = {};
  recipe.bits = 16;
  recipe.compression = 3;
  recipe.masks = {0xF800, 0x07E0, 0x001F, 0};
  recipe.maskCount = 3;
  add("masksBehind", recipe);
  recipe.maskCount = 0;
  recipe.header = 52;
  add("masksInside", recipe);
  recipe.header = 40;
  recipe.bits = 32;
  recipe.compression = 6;
  recipe.masks = {0xFF0000, 0xFF00, 0xFF, 0xFF000000};
  recipe.maskCount = 4;
  add("alphaBehind", recipe);
  recipe.maskCount = 0;
  recipe.compression = 3;
  recipe.header = 124;
  add("alphaInside", recipe);
  recipe = {};
  recipe.header = 108;
  recipe.colourSpace = 0;
  recipe.calibration = {1u << 29, 2u << 28, 3u << 27, 4,        5,        6,
                        7,        8,        9,        1u << 17, 1u << 17, 1u << 17};
  add("calibrated", recipe);
  return samples;
}

} // namespace

const std::vector<BmpSample>& bmpSamples() {
  static const auto samples = makeSamples();
  return samples;
}

const BmpRecipe& bmpRecipe(std::string_view name) {
  return std::find_if(bmpSamples().begin(), bmpSamples().end(),
                      [name](const BmpSample& sample) { return sample.name == name; })
      ->recipe;
}

Bytes bmpSample(std::string_view name) {
  return photoscrub::test::makeBmp(bmpRecipe(name));
}

std::optional<Bytes> decodeBmp(const Bytes& file) {
  const auto picture = imaging::decodePicture(file, {}, {});
  if (!picture.ok())
    return std::nullopt;
  const auto view = picture.value().image.view();
  return Bytes(view.data, view.data + view.stride * static_cast<std::size_t>(view.height));
}

} // namespace photoscrub::formats::testing
