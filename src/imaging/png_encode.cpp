#include "imaging/png_encode.h"

#include "imaging/png_library.h"

namespace photoscrub::imaging {

namespace {
// Fast, and drawings shrink well all the same.
constexpr int kCompressionLevel = 3;

void append(png_structp png, png_bytep bytes, std::size_t count) {
  auto& file = *static_cast<Bytes*>(png_get_io_ptr(png));
  try {
    file.insert(file.end(), bytes, bytes + count);
  } catch (const std::bad_alloc&) {
    png_error(png, "out of memory");
  }
}

struct Writer {
  ~Writer() { png_destroy_write_struct(&png, &info); }
  png_structp png = nullptr;
  png_infop info = nullptr;
};
} // namespace

Result<Bytes> encodePng(const ImageView& image) {
  Bytes file;
  PngErrors errors;
  Writer writer;
  writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &errors, PngErrors::onError,
                                       PngErrors::onWarning);
  writer.info = writer.png ? png_create_info_struct(writer.png) : nullptr;
  const Error failed{ErrorCode::internal, "The picture could not be written as a PNG", "libpng"};
  if (!writer.info)
    return failed;
  const auto width = static_cast<png_uint_32>(image.width);
  const auto height = static_cast<png_uint_32>(image.height);
  const int colour = image.channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB;
  const bool written = errors.run([&] {
    png_set_write_fn(writer.png, &file, append, nullptr);
    png_set_compression_level(writer.png, kCompressionLevel);
    png_set_IHDR(writer.png, writer.info, width, height, 8, colour, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(writer.png, writer.info);
    if (image.channels == 3)
      png_set_bgr(writer.png);
    for (png_uint_32 y = 0; y < height; ++y)
      png_write_row(writer.png, image.data + y * image.stride);
    png_write_end(writer.png, nullptr);
  });
  if (!written)
    return failed;
  return file;
}

} // namespace photoscrub::imaging
