#include "formats/decoded.h"

#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>
#include <png.h>

namespace photoscrub::testing {

namespace {

struct Errors {
  jpeg_error_mgr manager;
  std::jmp_buf back;
};

void giveUp(j_common_ptr jpeg) {
  std::longjmp(reinterpret_cast<Errors*>(jpeg->err)->back, 1);
}

bool readJpeg(jpeg_decompress_struct& jpeg, Errors& errors, ByteView file, Decoded& out) {
  if (setjmp(errors.back) != 0)
    return false;
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, file.data(), static_cast<unsigned long>(file.size()));
  jpeg_read_header(&jpeg, TRUE);
  out.colourSpace = jpeg.jpeg_color_space;
  jpeg_start_decompress(&jpeg);
  out.size = {static_cast<int>(jpeg.output_width), static_cast<int>(jpeg.output_height)};
  out.channels = jpeg.output_components;
  const auto stride = static_cast<std::size_t>(out.size.width * out.channels);
  out.pixels.resize(stride * jpeg.output_height);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = out.pixels.data() + stride * jpeg.output_scanline;
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_decompress(&jpeg);
  return true;
}

} // namespace

std::optional<Decoded> decodeJpeg(ByteView file) {
  Errors errors{};
  jpeg_decompress_struct jpeg{};
  jpeg.err = jpeg_std_error(&errors.manager);
  errors.manager.error_exit = &giveUp;
  errors.manager.output_message = [](j_common_ptr) {};
  Decoded out;
  const bool fine = readJpeg(jpeg, errors, file, out);
  out.warnings = static_cast<int>(errors.manager.num_warnings);
  jpeg_destroy_decompress(&jpeg);
  return fine ? std::optional<Decoded>(std::move(out)) : std::nullopt;
}

std::optional<Decoded> decodePng(ByteView file) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0)
    return std::nullopt;
  Decoded out;
  out.colourSpace = static_cast<int>(image.format);
  image.format |= PNG_FORMAT_FLAG_ALPHA; // else libpng wants a background
  image.format &= ~static_cast<png_uint_32>(PNG_FORMAT_FLAG_COLORMAP);
  out.size = {static_cast<int>(image.width), static_cast<int>(image.height)};
  out.channels = static_cast<int>(PNG_IMAGE_PIXEL_CHANNELS(image.format));
  out.pixels.resize(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, out.pixels.data(), 0, nullptr) == 0)
    return std::nullopt;
  out.warnings = static_cast<int>(image.warning_or_error);
  return out;
}

} // namespace photoscrub::testing
