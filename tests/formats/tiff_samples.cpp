#include "formats/tiff_samples.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <tiffio.h>

namespace photoscrub::formats::testing {

namespace {

constexpr std::uint32_t kWidth = 37, kLength = 29;

// ---------------------------------------------------------------------- files in memory

struct Memory {
  Bytes bytes;
  std::size_t at = 0;
};

Memory& memoryOf(thandle_t handle) {
  return *static_cast<Memory*>(handle);
}

tmsize_t readSome(thandle_t handle, void* to, tmsize_t size) {
  auto& memory = memoryOf(handle);
  const auto left = memory.bytes.size() - std::min(memory.at, memory.bytes.size());
  const auto count = std::min(left, static_cast<std::size_t>(size));
  if (count > 0)
    std::memcpy(to, memory.bytes.data() + memory.at, count);
  memory.at += count;
  return static_cast<tmsize_t>(count);
}

tmsize_t writeSome(thandle_t handle, void* from, tmsize_t size) {
  auto& memory = memoryOf(handle);
  const auto count = static_cast<std::size_t>(size);
  memory.bytes.resize(std::max(memory.bytes.size(), memory.at + count));
  std::memcpy(memory.bytes.data() + memory.at, from, count);
  memory.at += count;
  return size;
}

toff_t seekTo(thandle_t handle, toff_t offset, int whence) {
  auto& memory = memoryOf(handle);
  const auto base = whence == SEEK_CUR   ? memory.at
                    : whence == SEEK_END ? memory.bytes.size()
                                         : std::size_t{0};
  memory.at = base + static_cast<std::size_t>(offset);
  return memory.at;
}

TIFF* openIn(Memory& memory, const char* mode) {
  TIFFSetErrorHandler(nullptr);
  TIFFSetWarningHandler(nullptr);
  return TIFFClientOpen(
      "memory", mode, &memory, readSome, writeSome, seekTo, [](thandle_t) { return 0; },
      [](thandle_t handle) { return toff_t{memoryOf(handle).bytes.size()}; },
      [](thandle_t, void**, toff_t*) { return 0; }, [](thandle_t, void*, toff_t) {});
}

// ---------------------------------------------------------------------- samples

struct Recipe {
  const char* name;
  const char* mode = "wl";
  std::uint16_t compression = COMPRESSION_NONE;
  std::uint16_t photometric = PHOTOMETRIC_RGB;
  std::uint16_t bits = 8, samples = 3;
  bool tiled = false, planes = false;
  std::uint16_t predictor = 1, sampleFormat = 1;
  int pages = 1;
};

constexpr Recipe kRecipes[] = {
    {"rgb"},
    {"bigEndian", "wb"},
    {"bigTiff", "wl8"},
    {"bigTiffBigEndian", "wb8"},
    {"tiles", "wl", COMPRESSION_NONE, PHOTOMETRIC_RGB, 8, 3, true},
    {"planes", "wl", COMPRESSION_NONE, PHOTOMETRIC_RGB, 8, 3, false, true},
    {"planesInTiles", "wb8", COMPRESSION_LZW, PHOTOMETRIC_RGB, 16, 3, true, true},
    {"pages", "wl", COMPRESSION_LZW, PHOTOMETRIC_RGB, 8, 3, false, false, 1, 1, 3},
    {"bigPages", "wb8", COMPRESSION_NONE, PHOTOMETRIC_RGB, 8, 3, true, false, 1, 1, 3},
    {"grey1", "wl", COMPRESSION_NONE, PHOTOMETRIC_MINISWHITE, 1, 1},
    {"grey4", "wb", COMPRESSION_PACKBITS, PHOTOMETRIC_MINISBLACK, 4, 1},
    {"grey16", "wb", COMPRESSION_NONE, PHOTOMETRIC_MINISBLACK, 16, 1},
    {"palette", "wl", COMPRESSION_LZW, PHOTOMETRIC_PALETTE, 8, 1},
    {"palette4", "wb", COMPRESSION_NONE, PHOTOMETRIC_PALETTE, 4, 1},
    {"alpha", "wl", COMPRESSION_PACKBITS, PHOTOMETRIC_RGB, 8, 4},
    {"cmyk", "wb", COMPRESSION_LZW, PHOTOMETRIC_SEPARATED, 8, 4},
    {"lab", "wl", COMPRESSION_LZW, PHOTOMETRIC_CIELAB, 8, 3},
    {"lzwPredictor", "wl", COMPRESSION_LZW, PHOTOMETRIC_RGB, 16, 3, false, false, 2},
    {"deflateFloat", "wb", COMPRESSION_ADOBE_DEFLATE, PHOTOMETRIC_RGB, 32, 3, true, false, 3, 3},
    {"deflateOld", "wl", COMPRESSION_DEFLATE},
    {"fax3", "wl", COMPRESSION_CCITTFAX3, PHOTOMETRIC_MINISWHITE, 1, 1},
    {"fax4", "wb", COMPRESSION_CCITTFAX4, PHOTOMETRIC_MINISWHITE, 1, 1},
    {"faxRle", "wl", COMPRESSION_CCITTRLE, PHOTOMETRIC_MINISWHITE, 1, 1},
    {"jpeg", "wl", COMPRESSION_JPEG, PHOTOMETRIC_RGB},
    {"jpegYcc", "wb", COMPRESSION_JPEG, PHOTOMETRIC_YCBCR},
    {"jpegTiles", "wl8", COMPRESSION_JPEG, PHOTOMETRIC_YCBCR, 8, 3, true},
    {"jpegGreyPlanes", "wl", COMPRESSION_JPEG, PHOTOMETRIC_RGB, 8, 3, false, true},
};

void describe(TIFF* tiff, const Recipe& recipe, int page) {
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, kWidth);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, kLength);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, recipe.bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, recipe.samples);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, recipe.compression);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, recipe.photometric);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, recipe.planes ? 2 : 1);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, recipe.sampleFormat);
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, 72.0);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, 72.5);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, page == 0 ? 1 : 6);
  if (recipe.predictor != 1)
    TIFFSetField(tiff, TIFFTAG_PREDICTOR, recipe.predictor);
  if (recipe.compression == COMPRESSION_JPEG && recipe.photometric == PHOTOMETRIC_YCBCR) {
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    // Strips of eight rows hold whole blocks then.
    TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, 2, recipe.tiled ? 2 : 1);
  }
  const std::uint16_t alpha = EXTRASAMPLE_UNASSALPHA;
  if (recipe.photometric == PHOTOMETRIC_RGB && recipe.samples == 4)
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &alpha);
  std::vector<std::uint16_t> ramp(std::size_t{1} << std::min<int>(recipe.bits, 8));
  for (std::size_t i = 0; i < ramp.size(); ++i)
    ramp[i] = static_cast<std::uint16_t>(i * 60'000 / ramp.size());
  if (recipe.photometric == PHOTOMETRIC_PALETTE)
    TIFFSetField(tiff, TIFFTAG_COLORMAP, ramp.data(), ramp.data(), ramp.data());
  if (recipe.tiled) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 16);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, 16);
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 8);
  }
}

// Small floats and whole numbers alike.
Bytes pixels(std::size_t size, std::uint16_t sampleFormat, int seed) {
  Bytes data(size);
  for (std::size_t i = 0; i < size; ++i)
    data[i] = static_cast<std::uint8_t>(sampleFormat == 3 ? (i % 4 == 0 ? 0x3F : i % 7)
                                                          : (i * 7 + i / 37 * 3) ^
                                                                static_cast<std::size_t>(seed));
  return data;
}

Bytes makeTiff(const Recipe& recipe) {
  Memory memory;
  auto* tiff = openIn(memory, recipe.mode);
  if (!tiff)
    std::abort();
  for (int page = 0; page < recipe.pages; ++page) {
    describe(tiff, recipe, page);
    const auto cells = recipe.tiled ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
    for (std::uint32_t cell = 0; cell < cells; ++cell) {
      const auto perPlane = (kLength + 7) / 8;
      const auto rows = std::min<std::uint32_t>(8, kLength - cell % perPlane * 8);
      const auto size = recipe.tiled ? TIFFTileSize(tiff) : TIFFVStripSize(tiff, rows);
      auto data = pixels(static_cast<std::size_t>(size), recipe.sampleFormat,
                         static_cast<int>(cell) + page * 50);
      const auto written = recipe.tiled ? TIFFWriteEncodedTile(tiff, cell, data.data(), size)
                                        : TIFFWriteEncodedStrip(tiff, cell, data.data(), size);
      if (written < 0)
        std::abort();
    }
    TIFFWriteDirectory(tiff);
  }
  TIFFClose(tiff);
  return memory.bytes;
}

DecodedPage decodePage(TIFF* tiff) {
  DecodedPage page;
  std::uint16_t orientation = 1;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page.width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page.length);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
  page.orientation = orientation;
  const bool tiled = TIFFIsTiled(tiff) != 0;
  const auto cells = tiled ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
  const auto size = tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
  constexpr std::uint32_t kMany = 10'000;
  constexpr tmsize_t kLarge = 16 << 20;
  for (std::uint32_t cell = 0; cell < std::min(cells, kMany) && size > 0 && size < kLarge; ++cell) {
    Bytes data(static_cast<std::size_t>(size));
    const auto got = tiled ? TIFFReadEncodedTile(tiff, cell, data.data(), size)
                           : TIFFReadEncodedStrip(tiff, cell, data.data(), size);
    data.resize(static_cast<std::size_t>(std::max<tmsize_t>(got, 0)));
    page.cells.push_back(std::move(data));
  }
  if (std::uint64_t{page.width} * page.length < 1'000'000) {
    Bytes shown(std::size_t{page.width} * page.length * 4);
    if (TIFFReadRGBAImage(tiff, page.width, page.length,
                          reinterpret_cast<std::uint32_t*>(shown.data()), 0) != 0)
      page.shown = std::move(shown);
  }
  return page;
}

} // namespace

const std::vector<TiffSample>& tiffSamples() {
  static const auto samples = [] {
    std::vector<TiffSample> all;
    for (const auto& recipe : kRecipes)
      all.push_back({recipe.name, makeTiff(recipe)});
    return all;
  }();
  return samples;
}

Bytes tiffSample(std::string_view name) {
  for (const auto& sample : tiffSamples())
    if (sample.name == name)
      return sample.file;
  std::abort();
}

Bytes plainTiff() {
  return tiffSample("rgb");
}

std::optional<std::vector<DecodedPage>> decodeTiff(ByteView file) {
  Memory memory{{file.begin(), file.end()}};
  auto* tiff = openIn(memory, "r");
  if (!tiff)
    return std::nullopt;
  std::vector<DecodedPage> pages;
  do
    pages.push_back(decodePage(tiff));
  while (TIFFReadDirectory(tiff) != 0 && pages.size() < 100);
  TIFFClose(tiff);
  return pages;
}

} // namespace photoscrub::formats::testing
