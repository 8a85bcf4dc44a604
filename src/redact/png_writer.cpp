#include "redact/png_writer.h"

#include "imaging/codec.h"

#include <new>

namespace photoscrub::redact {

namespace {

bool appended(Bytes& file, const std::uint8_t* bytes, std::size_t count) {
  try {
    file.insert(file.end(), bytes, bytes + count);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

} // namespace

PngWriter::~PngWriter() {
  png_destroy_write_struct(&png_, &info_);
}

void PngWriter::onWrite(png_structp png, png_bytep bytes, std::size_t count) {
  // No exception may pass through libpng.
  if (!appended(*static_cast<Bytes*>(png_get_io_ptr(png)), bytes, count))
    png_error(png, "out of memory");
}

void PngWriter::copyHeader() {
  const auto from = source_.reader().png();
  const auto facts = source_.reader().info();
  // Not interlaced: it would only cost size, and the pixels are the same.
  png_set_IHDR(png_, info_, png_get_image_width(from, facts), png_get_image_height(from, facts),
               source_.layout().bitDepth, source_.layout().colourType, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_colorp palette = nullptr;
  int entries = 0;
  if (png_get_PLTE(from, facts, &palette, &entries))
    png_set_PLTE(png_, info_, palette, entries);
  png_bytep alpha = nullptr;
  png_color_16p key = nullptr;
  int alphas = 0;
  if (png_get_tRNS(from, facts, &alpha, &alphas, &key)) {
    const bool indexed = source_.layout().colourType == PNG_COLOR_TYPE_PALETTE;
    png_set_tRNS(png_, info_, indexed ? alpha : nullptr, indexed ? alphas : 0,
                 indexed ? nullptr : key);
  }
}

void PngWriter::copyColour() {
  const auto from = source_.reader().png();
  const auto facts = source_.reader().info();
  // libpng makes up gAMA and cHRM where there is sRGB; only chunks that were there are written.
  png_fixed_point gamma = 0;
  if (source_.layout().hasGamma && png_get_gAMA_fixed(from, facts, &gamma))
    png_set_gAMA_fixed(png_, info_, gamma);
  png_fixed_point whiteX = 0, whiteY = 0, redX = 0, redY = 0, greenX = 0, greenY = 0, blueX = 0,
                  blueY = 0;
  if (source_.layout().hasPrimaries && png_get_cHRM_fixed(from, facts, &whiteX, &whiteY, &redX,
                                                          &redY, &greenX, &greenY, &blueX, &blueY))
    png_set_cHRM_fixed(png_, info_, whiteX, whiteY, redX, redY, greenX, greenY, blueX, blueY);
  int intent = 0;
  if (png_get_sRGB(from, facts, &intent))
    png_set_sRGB(png_, info_, intent);
}

void PngWriter::copyLook() {
  const auto from = source_.reader().png();
  const auto facts = source_.reader().info();
  png_color_8p significant = nullptr;
  if (png_get_sBIT(from, facts, &significant))
    png_set_sBIT(png_, info_, significant);
  png_color_16p paper = nullptr;
  if (png_get_bKGD(from, facts, &paper))
    png_set_bKGD(png_, info_, paper);
  png_uint_32 across = 0, down = 0;
  int unit = 0;
  if (png_get_pHYs(from, facts, &across, &down, &unit))
    png_set_pHYs(png_, info_, across, down, unit);
}

Status PngWriter::start() {
  auto& errors = source_.reader().errors();
  png_ = png_create_write_struct(PNG_LIBPNG_VER_STRING, &errors, &imaging::PngErrors::onError,
                                 &imaging::PngErrors::onWarning);
  if (png_ == nullptr)
    return imaging::outOfMemory();
  info_ = png_create_info_struct(png_);
  if (info_ == nullptr)
    return imaging::outOfMemory();
  return errors.call([this] {
    png_set_write_fn(png_, &file_, &PngWriter::onWrite, [](png_structp) {});
    copyHeader();
    copyColour();
    copyLook();
    png_write_info(png_, info_);
  });
}

Status PngWriter::add(const std::uint8_t* row) {
  return source_.reader().errors().call([this, row] { png_write_row(png_, row); });
}

Result<Bytes> PngWriter::finish() {
  PHOTOSCRUB_CHECK(source_.reader().errors().call([this] { png_write_end(png_, nullptr); }));
  return std::move(file_);
}

} // namespace photoscrub::redact
