#include "formats/jpeg_samples.h"

namespace photoscrub::formats::testing {

using photoscrub::testing::Colours;
using photoscrub::testing::JpegRecipe;
using photoscrub::testing::Samples;

namespace {

Samples paint(int x, int y) {
  const auto noise =
      photoscrub::testing::noise(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 7) %
      16;
  const auto value = [noise](int base) { return static_cast<std::uint16_t>(base % 240 + noise); };
  return {value(3 * x), value(5 * y), value(2 * x + y), value(x + 90)};
}

JpegRecipe small(Colours colours) {
  JpegRecipe recipe;
  recipe.size = {37, 29}; // no multiple of a block
  recipe.colours = colours;
  recipe.quality = 60;
  return recipe;
}

} // namespace

std::vector<JpegSample> jpegSamples() {
  std::vector<JpegSample> samples = {{"grey", small(Colours::grey)},
                                     {"ycc", small(Colours::ycc)},
                                     {"rgbWithAdobe", small(Colours::rgb)},
                                     {"cmykWithAdobe", small(Colours::cmyk)},
                                     {"cmyk", small(Colours::cmykWithoutAdobe)},
                                     {"ycckWithAdobe", small(Colours::ycck)}};
  const auto add = [&](const char* name, auto change) {
    auto recipe = small(Colours::ycc);
    change(recipe);
    samples.push_back({name, recipe});
  };
  add("halved", [](JpegRecipe& r) { r.horizontal = r.vertical = 2; });
  add("restarts", [](JpegRecipe& r) { r.restartInterval = 3; });
  add("separateScans", [](JpegRecipe& r) { r.separateScans = true; });
  add("separateScansRestarts", [](JpegRecipe& r) {
    r.separateScans = true;
    r.restartInterval = 2;
  });
  add("progressive", [](JpegRecipe& r) { r.progressive = true; });
  add("progressiveRestarts", [](JpegRecipe& r) {
    r.progressive = true;
    r.restartInterval = 4;
  });
  add("arithmetic", [](JpegRecipe& r) { r.arithmetic = true; });
  add("arithmeticProgressive", [](JpegRecipe& r) { r.arithmetic = r.progressive = true; });
  auto inks = small(Colours::ycck);
  inks.progressive = true;
  inks.horizontal = 2;
  samples.push_back({"ycckProgressive", inks});
  return samples;
}

Bytes pictureOf(const JpegSample& sample) {
  return photoscrub::testing::makeJpeg(sample.recipe, &paint);
}

Bytes plainJpeg() {
  auto recipe = small(Colours::ycc);
  recipe.horizontal = recipe.vertical = 2;
  return pictureOf({"", recipe});
}

Bytes progressiveJpeg() {
  auto recipe = small(Colours::ycc);
  recipe.progressive = true;
  return pictureOf({"", recipe});
}

Bytes separateScansJpeg() {
  auto recipe = small(Colours::ycc);
  recipe.separateScans = true;
  return pictureOf({"", recipe});
}

} // namespace photoscrub::formats::testing
