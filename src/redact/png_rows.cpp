#include "redact/png_rows.h"

namespace photoscrub::redact {

Status PngRows::open(ByteView file, Packing packing) {
  PHOTOSCRUB_TRY(layout, imaging::readPngLayout(file, limits_));
  layout_ = layout;
  if (layout_.animated)
    return Error{ErrorCode::unsupported,
                 "This PNG is animated; only pictures that stand still can be covered", "acTL"};
  PHOTOSCRUB_CHECK(reader_.open(file, imaging::PngReader::Chunks::pictureAndColour));
  PHOTOSCRUB_CHECK(reader_.errors().call([this, packing] {
    if (packing == Packing::unpacked)
      png_set_packing(reader_.png());
    png_set_interlace_handling(reader_.png());
    png_read_update_info(reader_.png(), reader_.info());
    rowBytes_ = png_get_rowbytes(reader_.png(), reader_.info());
  }));
  if (layout_.interlaced)
    return readInterlaced();
  pixels_.resize(rowBytes_);
  return {};
}

Status PngRows::readInterlaced() {
  constexpr int kPasses = 7;
  const auto height = static_cast<std::size_t>(layout_.size.height);
  pixels_.resize(rowBytes_ * height);
  return reader_.errors().call([this, height] {
    for (int pass = 0; pass < kPasses; ++pass)
      for (std::size_t y = 0; y < height; ++y)
        png_read_row(reader_.png(), pixels_.data() + y * rowBytes_, nullptr);
  });
}

Result<std::uint8_t*> PngRows::next() {
  if (layout_.interlaced)
    return pixels_.data() + rowBytes_ * nextRow_++;
  PHOTOSCRUB_CHECK(
      reader_.errors().call([this] { png_read_row(reader_.png(), pixels_.data(), nullptr); }));
  return pixels_.data();
}

Status PngRows::finish() {
  return reader_.errors().call([this] { png_read_end(reader_.png(), nullptr); });
}

} // namespace photoscrub::redact
