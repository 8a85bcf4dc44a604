#include "formats/png_samples.h"

#include "support/png_bytes.h"

namespace photoscrub::formats::testing {

using photoscrub::test::PngChunk;
using photoscrub::testing::PngRecipe;
using photoscrub::testing::Samples;

namespace {

constexpr int kGrey = 0, kRgb = 2, kPalette = 3, kGreyAlpha = 4, kRgbAlpha = 6;
constexpr Size kSize{19, 13};

PngRecipe recipeOf(int colourType, int bitDepth) {
  PngRecipe recipe;
  recipe.size = kSize;
  recipe.colourType = colourType;
  recipe.bitDepth = bitDepth;
  if (colourType == kPalette)
    for (int i = 0; i < 1 << bitDepth && i < 200; ++i)
      recipe.palette.push_back({static_cast<std::uint8_t>(i * 5), static_cast<std::uint8_t>(i * 3),
                                static_cast<std::uint8_t>(255 - i)});
  return recipe;
}

} // namespace

std::vector<PngSample> pngSamples() {
  std::vector<PngSample> samples;
  const auto add = [&](std::string name, const PngRecipe& recipe) {
    samples.push_back({std::move(name), recipe});
  };
  for (const int depth : {1, 2, 4, 8, 16})
    add("grey" + std::to_string(depth), recipeOf(kGrey, depth));
  for (const int depth : {1, 2, 4, 8})
    add("palette" + std::to_string(depth), recipeOf(kPalette, depth));
  for (const int depth : {8, 16}) {
    add("rgb" + std::to_string(depth), recipeOf(kRgb, depth));
    add("greyAlpha" + std::to_string(depth), recipeOf(kGreyAlpha, depth));
    add("rgbAlpha" + std::to_string(depth), recipeOf(kRgbAlpha, depth));
  }
  auto recipe = recipeOf(kPalette, 4);
  recipe.transparency = {0, 100, 200};
  recipe.colourChunks = true;
  add("paletteTransparent", recipe);
  recipe = recipeOf(kGrey, 8);
  recipe.transparency = {17};
  add("greyTransparent", recipe);
  recipe = recipeOf(kRgb, 8);
  recipe.transparency = {1, 2, 3};
  recipe.colourChunks = true;
  add("rgbTransparent", recipe);
  recipe = recipeOf(kRgbAlpha, 16);
  recipe.interlaced = true;
  add("interlaced", recipe);
  return samples;
}

Bytes pictureOf(const PngSample& sample) {
  const auto& recipe = sample.recipe;
  const int values = recipe.palette.empty() ? 1 << std::min(recipe.bitDepth, 15)
                                            : static_cast<int>(recipe.palette.size());
  return photoscrub::testing::makePng(recipe, [values](int x, int y) {
    const auto value = [values](int base) { return static_cast<std::uint16_t>(base % values); };
    return Samples{value(x * 7), value(y * 11), value(x + y), value(x * y + 3)};
  });
}

Bytes plainPng() {
  return pictureOf({"", recipeOf(kRgb, 8)});
}

Bytes palettePng() {
  return pictureOf({"", recipeOf(kPalette, 8)});
}

Bytes frameControl(std::uint32_t sequence) {
  ByteWriter out; // PNG third edition, 11.3.6.2
  out.u32(sequence).u32(static_cast<std::uint32_t>(kSize.width));
  out.u32(static_cast<std::uint32_t>(kSize.height)).u32(0).u32(0).u16(1).u16(10).u8(0).u8(0);
  return std::move(out).take();
}

Bytes frameData(std::uint32_t sequence) {
  const auto chunks = photoscrub::test::splitPng(plainPng());
  ByteWriter out;
  out.u32(sequence).bytes(chunks[indexOf(chunks, "IDAT")].payload);
  return std::move(out).take();
}

Bytes animatedPng(int frames) {
  auto chunks = photoscrub::test::splitPng(plainPng());
  ByteWriter control;
  control.u32(static_cast<std::uint32_t>(frames)).u32(0);
  chunks = inserted(chunks, 1, {"acTL", control.view()});
  chunks = inserted(chunks, 2, {"fcTL", frameControl(0)});
  std::uint32_t sequence = 1;
  for (int frame = 1; frame < frames; ++frame) {
    chunks = inserted(chunks, chunks.size() - 1, {"fcTL", frameControl(sequence)});
    chunks = inserted(chunks, chunks.size() - 1, {"fdAT", frameData(sequence + 1)});
    sequence += 2;
  }
  return joinPng(chunks);
}

} // namespace photoscrub::formats::testing
