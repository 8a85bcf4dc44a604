#include "imaging/coded_pictures.h"

#include <png.h>

namespace photoscrub::testing {

namespace {

void append(png_structp png, png_bytep bytes, std::size_t count) {
  auto* file = static_cast<Bytes*>(png_get_io_ptr(png));
  file->insert(file->end(), bytes, bytes + count);
}

void setTransparency(png_structp png, png_infop info, const PngRecipe& recipe) {
  const auto& values = recipe.transparency;
  if (recipe.colourType == PNG_COLOR_TYPE_PALETTE) {
    Bytes alpha(values.begin(), values.end());
    png_set_tRNS(png, info, alpha.data(), static_cast<int>(alpha.size()), nullptr);
    return;
  }
  png_color_16 key{};
  key.gray = key.red = values[0];
  if (values.size() == 3)
    key.green = values[1], key.blue = values[2];
  png_set_tRNS(png, info, nullptr, 0, &key);
}

void setColourChunks(png_structp png, png_infop info) {
  png_set_gAMA_fixed(png, info, 50000);
  png_set_cHRM_fixed(png, info, 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000);
  png_color_8 significant{5, 6, 5, 5, 5};
  png_set_sBIT(png, info, &significant);
  png_color_16 paper{0, 1, 1, 1, 1};
  png_set_bKGD(png, info, &paper);
  png_set_pHYs(png, info, 3000, 4000, PNG_RESOLUTION_METER);
}

void setHeader(png_structp png, png_infop info, const PngRecipe& recipe) {
  png_set_IHDR(png, info, static_cast<png_uint_32>(recipe.size.width),
               static_cast<png_uint_32>(recipe.size.height), recipe.bitDepth, recipe.colourType,
               recipe.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(png, recipe.compression);
  std::vector<png_color> palette;
  for (const auto& [red, green, blue] : recipe.palette)
    palette.push_back({red, green, blue});
  if (!palette.empty())
    png_set_PLTE(png, info, palette.data(), static_cast<int>(palette.size()));
  if (!recipe.transparency.empty())
    setTransparency(png, info, recipe);
  if (recipe.colourChunks)
    setColourChunks(png, info);
  png_write_info(png, info);
  constexpr png_byte kOneFrame[8] = {0, 0, 0, 1, 0, 0, 0, 0};
  if (recipe.animated)
    png_write_chunk(png, reinterpret_cast<png_const_bytep>("acTL"), kOneFrame, 8);
}

Bytes packRow(const PngRecipe& recipe, const Painter& painter, int channels, int y) {
  Bytes row;
  for (int x = 0; x < recipe.size.width; ++x) {
    const Samples samples = painter(x, y);
    for (std::size_t c = 0; c < static_cast<std::size_t>(channels); ++c) {
      if (recipe.bitDepth == 16)
        row.push_back(static_cast<std::uint8_t>(samples[c] >> 8));
      row.push_back(static_cast<std::uint8_t>(samples[c] & 0xFF));
    }
  }
  return row;
}

} // namespace

Bytes makePng(const PngRecipe& recipe, const Painter& painter) {
  Bytes file;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(png, &file, &append, [](png_structp) {});
  setHeader(png, info, recipe);
  png_set_packing(png);
  const int passes = png_set_interlace_handling(png);
  const int channels = png_get_channels(png, info);
  for (int pass = 0; pass < passes; ++pass)
    for (int y = 0; y < recipe.size.height; ++y) {
      Bytes row = packRow(recipe, painter, channels, y);
      png_write_row(png, row.data());
    }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return file;
}

} // namespace photoscrub::testing
