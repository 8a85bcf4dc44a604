#include "imaging/codec.h"
#include "imaging/decoders.h"
#include "imaging/jpeg_library.h"

#include <algorithm>

namespace photoscrub::imaging {

namespace {

constexpr int kDctSize = 8;

// The smallest n of n/8 whose long side is at least the wanted one.
unsigned scaleFor(const jpeg_decompress_struct& jpeg, int wanted) {
  const long long side = std::max(jpeg.image_width, jpeg.image_height);
  for (int n = 1; n < kDctSize; ++n)
    if ((side * n + kDctSize - 1) / kDctSize >= wanted)
      return static_cast<unsigned>(n);
  return kDctSize;
}

// All coefficients of a picture in several scans stay in memory, two bytes each (T.81, F and G).
Status checkCoefficients(jpeg_decompress_struct& jpeg) {
  constexpr std::uint64_t kBlockBytes = 2 * kDctSize * kDctSize;
  if (jpeg_has_multiple_scans(&jpeg) == FALSE)
    return {};
  std::uint64_t bytes = 0;
  for (int i = 0; i < jpeg.num_components; ++i)
    bytes += std::uint64_t{jpeg.comp_info[i].width_in_blocks} * jpeg.comp_info[i].height_in_blocks *
             kBlockBytes;
  return checkWorkingMemory(bytes);
}

bool hasInk(const jpeg_decompress_struct& jpeg) {
  return jpeg.jpeg_color_space == JCS_CMYK || jpeg.jpeg_color_space == JCS_YCCK;
}

// Ink to light without a profile, good enough to find things in. Adobe's programs, and with them
// nearly every CMYK JPEG, store the inks inverted: 255 is bare paper.
struct InkRow {
  bool inverted;
  std::vector<std::uint8_t> ink; // one row of C, M, Y, K

  void toBgr(std::uint8_t* bgr, int width) const {
    const unsigned flip = inverted ? 0 : 255;
    const std::uint8_t* from = ink.data();
    for (int x = 0; x < width; ++x, from += 4, bgr += 3) {
      const unsigned light = from[3] ^ flip;
      for (int c = 0; c < 3; ++c)
        bgr[c] = static_cast<std::uint8_t>((from[2 - c] ^ flip) * light / 255);
    }
  }
};

Status readRows(JpegReader& reader, Image& image) {
  auto& jpeg = reader.jpeg();
  return reader.errors().call([&] {
    while (jpeg.output_scanline < jpeg.output_height) {
      JSAMPROW row = image.row(static_cast<int>(jpeg.output_scanline));
      jpeg_read_scanlines(&jpeg, &row, 1);
    }
  });
}

Status readInkRows(JpegReader& reader, Image& image) {
  auto& jpeg = reader.jpeg();
  InkRow inks{jpeg.saw_Adobe_marker != FALSE, {}};
  inks.ink.resize(std::size_t{4} * jpeg.output_width);
  return reader.errors().call([&] {
    while (jpeg.output_scanline < jpeg.output_height) {
      JSAMPROW row = inks.ink.data();
      const int y = static_cast<int>(jpeg.output_scanline);
      jpeg_read_scanlines(&jpeg, &row, 1);
      inks.toBgr(image.row(y), image.size().width);
    }
  });
}

// Goes on to the end-of-image marker, which makes libjpeg count what it skips. The picture is
// complete by now, so trouble here is a warning and everything unread is suspicious.
void finish(JpegReader& reader, Picture& picture) {
  auto& jpeg = reader.jpeg();
  const Status end = reader.errors().call([&] { jpeg_finish_decompress(&jpeg); });
  picture.warnings = reader.errors().warnings();
  picture.bytesAfterPicture = reader.errors().skippedBytes();
  if (end.ok())
    return;
  picture.warnings.push_back(end.error().detail);
  picture.bytesAfterPicture += jpeg.src->bytes_in_buffer;
}

} // namespace

Result<Picture> decodeJpeg(ByteView file, const DecodeOptions& options, const Limits& limits) {
  JpegReader reader(limits);
  PHOTOSCRUB_CHECK(reader.open(file));
  auto& jpeg = reader.jpeg();
  PHOTOSCRUB_CHECK(checkCoefficients(jpeg));
  jpeg.scale_num = scaleFor(jpeg, options.longSide);
  jpeg.scale_denom = kDctSize;
  jpeg.out_color_space = hasInk(jpeg) ? JCS_CMYK : JCS_EXT_BGR;
  // A progressive or multi-scan picture is read to its end here.
  PHOTOSCRUB_CHECK(reader.errors().call([&] { jpeg_start_decompress(&jpeg); }));

  Picture picture;
  picture.image =
      Image({static_cast<int>(jpeg.output_width), static_cast<int>(jpeg.output_height)}, 3);
  picture.fullSize = {static_cast<int>(jpeg.image_width), static_cast<int>(jpeg.image_height)};
  picture.scale = static_cast<double>(jpeg.scale_num) / kDctSize;
  PHOTOSCRUB_CHECK(hasInk(jpeg) ? readInkRows(reader, picture.image)
                                : readRows(reader, picture.image));
  finish(reader, picture);
  return picture;
}

Result<Inks> decodeJpegInks(ByteView file, const Limits& limits) {
  JpegReader reader(limits);
  PHOTOSCRUB_CHECK(reader.open(file));
  auto& jpeg = reader.jpeg();
  if (!hasInk(jpeg))
    return Inks{};
  PHOTOSCRUB_CHECK(checkCoefficients(jpeg));
  jpeg.out_color_space = JCS_CMYK;
  PHOTOSCRUB_CHECK(reader.errors().call([&] { jpeg_start_decompress(&jpeg); }));
  Inks inks{Image({static_cast<int>(jpeg.output_width), static_cast<int>(jpeg.output_height)}, 4)};
  PHOTOSCRUB_CHECK(readRows(reader, inks.image));
  if (jpeg.saw_Adobe_marker == FALSE)
    return inks;
  for (int y = 0; y < inks.image.size().height; ++y) // Adobe's inks are inverted
    for (std::size_t i = 0; i < inks.image.stride(); ++i)
      inks.image.row(y)[i] ^= 0xFF;
  return inks;
}

} // namespace photoscrub::imaging
