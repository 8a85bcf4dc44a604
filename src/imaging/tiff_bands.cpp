#include "imaging/tiff_bands.h"

#include "imaging/codec.h"
#include "imaging/row_sink.h"
#include "imaging/tiff_rows.h"

#include <algorithm>

namespace photoscrub::imaging {

namespace {

constexpr std::uint32_t kPaper = 0xFFFFFFFF;

struct RgbaImage {
  TIFFRGBAImage image{};
  bool open = false;

  RgbaImage() = default;
  ~RgbaImage() {
    if (open)
      TIFFRGBAImageEnd(&image);
  }
  RgbaImage(const RgbaImage&) = delete;
  RgbaImage& operator=(const RgbaImage&) = delete;
};

std::uint32_t bandHeight(TiffReader& reader) {
  const auto height = static_cast<std::uint32_t>(reader.size().height);
  const bool tiled = TIFFIsTiled(reader.tiff()) != 0;
  const std::uint32_t rows = reader.u32(
      tiled ? std::uint32_t{TIFFTAG_TILELENGTH} : std::uint32_t{TIFFTAG_ROWSPERSTRIP}, height);
  return std::clamp(rows, 1u, height);
}

// The raster and what libtiff unpacks at a time: one strip, or one tile.
std::uint64_t workingBytes(TiffReader& reader, std::uint32_t band) {
  const auto width = static_cast<std::uint64_t>(reader.size().width);
  const std::uint64_t unpacked = TIFFIsTiled(reader.tiff()) != 0 ? TIFFTileSize64(reader.tiff())
                                                                 : TIFFStripSize64(reader.tiff());
  return width * band * 4 + unpacked * reader.u16(TIFFTAG_SAMPLESPERPIXEL, 1);
}

// libtiff packs red into the lowest byte of a 32-bit number, whatever the machine.
void unpackRow(const std::uint32_t* raster, std::uint8_t* rgba, int width) {
  for (int x = 0; x < width; ++x, rgba += 4) {
    rgba[0] = static_cast<std::uint8_t>(TIFFGetR(raster[x]));
    rgba[1] = static_cast<std::uint8_t>(TIFFGetG(raster[x]));
    rgba[2] = static_cast<std::uint8_t>(TIFFGetB(raster[x]));
    rgba[3] = static_cast<std::uint8_t>(TIFFGetA(raster[x]));
  }
}

Error unknownColours() {
  return {ErrorCode::unsupported,
          "This TIFF stores its colours in a way that photoscrub cannot handle", ""};
}

// What libtiff makes of the alpha sample: it multiplies colours by it, but not grey.
Pixels pixelsOf(TiffReader& reader) {
  const TiffAlpha alpha = tiffAlpha(reader);
  // An extra sample without a meaning is not transparency, but libtiff takes it for one.
  if (!alpha.extraSample)
    return Pixels::rgb;
  const auto photometric = reader.u16(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  const bool grey = photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE;
  return grey && !alpha.premultiplied ? Pixels::rgba : Pixels::rgbaPremultiplied;
}

bool allTheSame(const std::vector<std::uint32_t>& raster) {
  return std::all_of(raster.begin(), raster.end(),
                     [&](std::uint32_t pixel) { return pixel == raster.front(); });
}

} // namespace

Result<Picture> decodeTiffBands(TiffReader& reader, int longSide) {
  const std::uint32_t band = bandHeight(reader);
  PHOTOSCRUB_CHECK(checkWorkingMemory(workingBytes(reader, band)));
  RgbaImage rgba;
  char why[1024] = "";
  rgba.open = TIFFRGBAImageOK(reader.tiff(), why) == 1 &&
              TIFFRGBAImageBegin(&rgba.image, reader.tiff(), 0, why) == 1;
  if (!rgba.open)
    return reader.errorCount() > 0 ? reader.damaged() : unknownColours();
  // Pixels as they are stored: whoever asked turns them.
  rgba.image.orientation = rgba.image.req_orientation = ORIENTATION_TOPLEFT;

  const Size size = reader.size();
  const auto width = static_cast<std::size_t>(size.width);
  const Pixels pixels = pixelsOf(reader);
  RowSink sink(size, longSide, pixels);
  std::vector<std::uint32_t> raster(width * band);
  Bytes row(width * 4);
  int good = 0; // bands
  for (int y = 0; y < size.height; y += static_cast<int>(band)) {
    const std::uint32_t rows = std::min(band, static_cast<std::uint32_t>(size.height - y));
    std::fill(raster.begin(), raster.end(), kPaper);
    rgba.image.row_offset = y;
    const std::uint64_t before = reader.errorCount();
    const bool ok = TIFFRGBAImageGet(&rgba.image, raster.data(),
                                     static_cast<std::uint32_t>(size.width), rows) == 1;
    // After trouble one even colour is what was there before decoding began.
    good += (ok && reader.errorCount() == before) || !allTheSame(raster) ? 1 : 0;
    for (std::uint32_t r = 0; r < rows; ++r) {
      unpackRow(raster.data() + width * r, row.data(), size.width);
      if (pixels == Pixels::rgb)
        for (std::size_t x = 0; x < width; ++x)
          std::copy_n(row.data() + 4 * x, 3, row.data() + 3 * x);
      sink.add(row.data());
    }
  }
  if (good == 0)
    return reader.damaged();
  return std::move(sink).take();
}

} // namespace photoscrub::imaging
