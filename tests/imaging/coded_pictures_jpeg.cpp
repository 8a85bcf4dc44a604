#include "imaging/coded_pictures.h"

#include <cstdio>
#include <cstdlib>

#include <jpeglib.h>

namespace photoscrub::testing {

namespace {

int channelsOf(Colours colours) {
  switch (colours) {
  case Colours::grey:
    return 1;
  case Colours::ycc:
  case Colours::rgb:
    return 3;
  default:
    return 4;
  }
}

void setColours(jpeg_compress_struct& jpeg, Colours colours) {
  jpeg.input_components = channelsOf(colours);
  jpeg.in_color_space = jpeg.input_components == 1   ? JCS_GRAYSCALE
                        : jpeg.input_components == 3 ? JCS_RGB
                                                     : JCS_CMYK;
  jpeg_set_defaults(&jpeg);
  if (colours == Colours::rgb)
    jpeg_set_colorspace(&jpeg, JCS_RGB);
  if (colours == Colours::ycck)
    jpeg_set_colorspace(&jpeg, JCS_YCCK);
  if (colours == Colours::cmykWithoutAdobe)
    jpeg.write_Adobe_marker = FALSE;
}

void setProcess(jpeg_compress_struct& jpeg, const JpegRecipe& recipe,
                std::array<jpeg_scan_info, 4>& scans) {
  jpeg_set_quality(&jpeg, recipe.quality, TRUE);
  jpeg.comp_info[0].h_samp_factor = recipe.horizontal;
  jpeg.comp_info[0].v_samp_factor = recipe.vertical;
  if (recipe.colours == Colours::ycck) { // K has no fewer samples than Y
    jpeg.comp_info[3].h_samp_factor = recipe.horizontal;
    jpeg.comp_info[3].v_samp_factor = recipe.vertical;
  }
  jpeg.arith_code = recipe.arithmetic ? TRUE : FALSE;
  jpeg.restart_interval = static_cast<unsigned>(recipe.restartInterval);
  if (recipe.progressive)
    jpeg_simple_progression(&jpeg);
  if (!recipe.separateScans)
    return;
  for (int i = 0; i < jpeg.num_components; ++i)
    scans[static_cast<std::size_t>(i)] = {1, {i}, 0, 63, 0, 0};
  jpeg.scan_info = scans.data();
  jpeg.num_scans = jpeg.num_components;
}

} // namespace

Bytes makeJpeg(const JpegRecipe& recipe, const Painter& painter) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &memory, &size);
  jpeg.image_width = static_cast<JDIMENSION>(recipe.size.width);
  jpeg.image_height = static_cast<JDIMENSION>(recipe.size.height);
  setColours(jpeg, recipe.colours);
  std::array<jpeg_scan_info, 4> scans{};
  setProcess(jpeg, recipe, scans);
  jpeg_start_compress(&jpeg, TRUE);
  const auto channels = static_cast<std::size_t>(jpeg.input_components);
  Bytes row(static_cast<std::size_t>(recipe.size.width) * channels);
  for (int y = 0; y < recipe.size.height; ++y) {
    for (int x = 0; x < recipe.size.width; ++x) {
      const Samples samples = painter(x, y);
      for (std::size_t c = 0; c < channels; ++c)
        row[static_cast<std::size_t>(x) * channels + c] = static_cast<std::uint8_t>(samples[c]);
    }
    JSAMPROW line = row.data();
    jpeg_write_scanlines(&jpeg, &line, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  Bytes file(memory, memory + size);
  std::free(memory);
  return file;
}

std::uint32_t noise(std::uint32_t x, std::uint32_t y, std::uint32_t seed) {
  std::uint32_t value = x * 0x9E3779B1u ^ y * 0x85EBCA77u ^ seed * 0xC2B2AE3Du;
  value ^= value >> 15;
  value *= 0x2C1B3C6Du;
  return value ^ (value >> 13);
}

} // namespace photoscrub::testing
