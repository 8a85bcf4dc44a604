#include "imaging/tiff_rows.h"

#include <algorithm>
#include <cstring>

namespace photoscrub::imaging {

namespace {

constexpr std::size_t kPaletteSize = 256;

std::uint8_t from16(unsigned value) {
  return static_cast<std::uint8_t>((value + 128) / 257);
}

// What the tags call the colours; nothing for those that TIFFRGBAImage does.
std::optional<TiffColours> coloursOf(TiffReader& reader, std::size_t samples, int bits) {
  switch (reader.u16(TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK)) {
  case PHOTOMETRIC_MINISBLACK:
    return TiffColours::grey;
  case PHOTOMETRIC_MINISWHITE:
    return TiffColours::greyInverted;
  case PHOTOMETRIC_RGB:
    return samples >= 3 ? std::optional(TiffColours::rgb) : std::nullopt;
  case PHOTOMETRIC_PALETTE:
    return bits == 8 ? std::optional(TiffColours::palette) : std::nullopt;
  case PHOTOMETRIC_SEPARATED:
    if (samples >= 4 && reader.u16(TIFFTAG_INKSET, INKSET_CMYK) == INKSET_CMYK)
      return TiffColours::cmyk;
    return std::nullopt;
  case PHOTOMETRIC_YCBCR:
    // libjpeg turns it into RGB while it decodes.
    if (samples == 3 && reader.u16(TIFFTAG_COMPRESSION) == COMPRESSION_JPEG &&
        TIFFSetField(reader.tiff(), TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB) == 1)
      return TiffColours::rgb;
    return std::nullopt;
  default:
    return std::nullopt;
  }
}

std::size_t ownSamples(TiffColours colours) {
  switch (colours) {
  case TiffColours::rgb:
    return 3;
  case TiffColours::cmyk:
    return 4;
  default:
    return 1;
  }
}

} // namespace

TiffAlpha tiffAlpha(TiffReader& reader) {
  std::uint16_t count = 0;
  std::uint16_t* kinds = nullptr;
  if (TIFFGetFieldDefaulted(reader.tiff(), TIFFTAG_EXTRASAMPLES, &count, &kinds) != 1)
    return {};
  for (std::uint16_t i = 0; i < count; ++i)
    if (kinds[i] == EXTRASAMPLE_ASSOCALPHA || kinds[i] == EXTRASAMPLE_UNASSALPHA)
      return {i, kinds[i] == EXTRASAMPLE_ASSOCALPHA};
  return {};
}

std::optional<TiffRowKind> tiffRowKind(TiffReader& reader) {
  TiffRowKind kind;
  kind.bits = reader.u16(TIFFTAG_BITSPERSAMPLE, 1);
  kind.samples = reader.u16(TIFFTAG_SAMPLESPERPIXEL, 1);
  const bool together =
      reader.u16(TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_CONTIG;
  if ((kind.bits != 8 && kind.bits != 16) || TIFFIsTiled(reader.tiff()) != 0 ||
      (!together && kind.samples > 1) || reader.u16(TIFFTAG_COMPRESSION) == COMPRESSION_OJPEG)
    return std::nullopt;
  const auto colours = coloursOf(reader, kind.samples, kind.bits);
  if (!colours)
    return std::nullopt;
  kind.colours = *colours;
  const auto alpha = tiffAlpha(reader);
  if (alpha.extraSample && ownSamples(*colours) + *alpha.extraSample < kind.samples) {
    kind.alpha = ownSamples(*colours) + *alpha.extraSample;
    kind.premultiplied = alpha.premultiplied;
  }
  const auto needed = static_cast<std::uint64_t>(reader.size().width) * kind.samples *
                      static_cast<std::uint64_t>(kind.bits / 8);
  if (static_cast<std::uint64_t>(TIFFScanlineSize64(reader.tiff())) < needed)
    return std::nullopt;
  return kind;
}

int readTiffRows(TiffReader& reader, const std::function<void(const std::uint8_t*)>& take) {
  Bytes row(static_cast<std::size_t>(TIFFScanlineSize(reader.tiff())));
  const auto height = static_cast<std::uint32_t>(reader.size().height);
  const std::uint32_t perStrip = std::max(1u, reader.u32(TIFFTAG_ROWSPERSTRIP, height));
  int read = 0;
  for (std::uint32_t y = 0; y < height; ++y) {
    if (TIFFReadScanline(reader.tiff(), row.data(), y, 0) == 1) {
      take(row.data());
      ++read;
      continue;
    }
    // The rest of the strip is lost with it, the next strip stands for itself.
    const std::uint64_t next = (std::uint64_t{y} / perStrip + 1) * perStrip;
    for (; y < next && y < height; ++y)
      take(nullptr);
    --y;
  }
  return read;
}

TiffRowConverter::TiffRowConverter(TiffReader& reader, const TiffRowKind& kind)
    : kind_(kind), width_(reader.size().width) {
  if (kind.colours != TiffColours::palette)
    return;
  std::uint16_t* maps[3] = {};
  if (TIFFGetField(reader.tiff(), TIFFTAG_COLORMAP, &maps[0], &maps[1], &maps[2]) != 1)
    return;
  // Old programs wrote 8-bit values.
  bool deep = false;
  for (const auto* map : maps)
    deep |= std::any_of(map, map + kPaletteSize, [](std::uint16_t value) { return value > 255; });
  palette_.resize(kPaletteSize);
  for (std::size_t i = 0; i < kPaletteSize; ++i)
    for (std::size_t c = 0; c < 3; ++c)
      palette_[i][c] = deep ? from16(maps[c][i]) : static_cast<std::uint8_t>(maps[c][i]);
}

Pixels TiffRowConverter::pixels() const {
  if (!kind_.alpha)
    return Pixels::rgb;
  return kind_.premultiplied ? Pixels::rgbaPremultiplied : Pixels::rgba;
}

std::uint8_t TiffRowConverter::sample(const std::uint8_t* row, std::size_t index) const {
  if (kind_.bits == 8)
    return row[index];
  std::uint16_t value = 0; // libtiff has swapped its bytes where needed
  std::memcpy(&value, row + 2 * index, sizeof value);
  return from16(value);
}

void TiffRowConverter::colourOf(const std::uint8_t* row, std::size_t first,
                                std::uint8_t* rgb) const {
  const std::uint8_t value = sample(row, first);
  switch (kind_.colours) {
  case TiffColours::grey:
    std::fill_n(rgb, 3, value);
    return;
  case TiffColours::greyInverted:
    std::fill_n(rgb, 3, static_cast<std::uint8_t>(255 - value));
    return;
  case TiffColours::rgb:
    for (std::size_t c = 0; c < 3; ++c)
      rgb[c] = sample(row, first + c);
    return;
  case TiffColours::palette:
    for (std::size_t c = 0; c < 3; ++c)
      rgb[c] = palette_.empty() ? value : palette_[value][c];
    return;
  case TiffColours::cmyk:
    for (std::size_t c = 0; c < 3; ++c)
      rgb[c] = static_cast<std::uint8_t>((255 - sample(row, first + c)) *
                                         (255 - sample(row, first + 3)) / 255);
    return;
  }
}

void TiffRowConverter::toPixels(const std::uint8_t* row, std::uint8_t* pixels) const {
  if (kind_.colours == TiffColours::rgb && kind_.bits == 8 && kind_.samples == 3) {
    std::memcpy(pixels, row, static_cast<std::size_t>(width_) * 3);
    return;
  }
  std::size_t first = 0;
  for (int x = 0; x < width_; ++x, first += kind_.samples, pixels += channels()) {
    colourOf(row, first, pixels);
    if (kind_.alpha)
      pixels[3] = sample(row, first + *kind_.alpha);
  }
}

void TiffRowConverter::toInks(const std::uint8_t* row, std::uint8_t* inks) const {
  std::size_t first = 0;
  for (int x = 0; x < width_; ++x, first += kind_.samples, inks += 4)
    for (std::size_t c = 0; c < 4; ++c)
      inks[c] = sample(row, first + c);
}

} // namespace photoscrub::imaging
