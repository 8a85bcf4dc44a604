#include "imaging/coded_pictures.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <tiffio.h>

namespace photoscrub::testing {

namespace {

struct Memory {
  Bytes bytes;
  std::uint64_t position = 0;
};

tmsize_t onRead(thandle_t handle, void* to, tmsize_t count) {
  auto& memory = *static_cast<Memory*>(handle);
  const auto left =
      memory.bytes.size() - std::min<std::uint64_t>(memory.position, memory.bytes.size());
  const auto bytes = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(count));
  if (bytes > 0)
    std::memcpy(to, memory.bytes.data() + memory.position, bytes);
  memory.position += bytes;
  return static_cast<tmsize_t>(bytes);
}
tmsize_t onWrite(thandle_t handle, void* from, tmsize_t count) {
  auto& memory = *static_cast<Memory*>(handle);
  const auto bytes = static_cast<std::uint64_t>(count);
  memory.bytes.resize(std::max<std::uint64_t>(memory.bytes.size(), memory.position + bytes));
  std::memcpy(memory.bytes.data() + memory.position, from, bytes);
  memory.position += bytes;
  return count;
}
toff_t onSeek(thandle_t handle, toff_t offset, int whence) {
  auto& memory = *static_cast<Memory*>(handle);
  memory.position = offset + (whence == SEEK_CUR   ? memory.position
                              : whence == SEEK_END ? memory.bytes.size()
                                                   : 0);
  return memory.position;
}
int onClose(thandle_t) {
  return 0;
}
toff_t onSize(thandle_t handle) {
  return static_cast<Memory*>(handle)->bytes.size();
}

void setPalette(TIFF* tiff, const TiffRecipe& recipe) {
  std::array<std::vector<std::uint16_t>, 3> maps;
  for (auto& map : maps)
    map.resize(std::size_t{1} << recipe.bits);
  for (std::size_t i = 0; i < recipe.palette.size(); ++i)
    for (std::size_t c = 0; c < 3; ++c)
      maps[c][i] = static_cast<std::uint16_t>(recipe.palette[i][c] * 257);
  TIFFSetField(tiff, TIFFTAG_COLORMAP, maps[0].data(), maps[1].data(), maps[2].data());
}

void setTags(TIFF* tiff, const TiffRecipe& recipe) {
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, recipe.size.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, recipe.size.height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, recipe.isFloat ? 32 : recipe.bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, recipe.channels);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, recipe.photometric);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, recipe.compression);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG,
               recipe.planes ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, recipe.orientation);
  if (recipe.isFloat)
    TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
  if (recipe.compression == COMPRESSION_JPEG) {
    TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, 95);
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  }
  const auto extra = static_cast<std::uint16_t>(recipe.extra);
  if (recipe.extra >= 0)
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &extra);
  if (recipe.photometric == PHOTOMETRIC_PALETTE)
    setPalette(tiff, recipe);
  if (recipe.tiled) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 16);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, 16);
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, recipe.rowsPerStrip);
  }
}

// Packs samples of 1 to 16 bits, or floating-point ones, in the machine's order.
class Packer {
public:
  explicit Packer(const TiffRecipe& recipe) : recipe_(recipe) {}

  void put(unsigned value) {
    if (recipe_.isFloat) {
      const float number = static_cast<float>(value) / 255;
      append(&number, sizeof number);
    } else if (recipe_.bits == 16) {
      const auto number = static_cast<std::uint16_t>(value);
      append(&number, sizeof number);
    } else {
      for (int bit = recipe_.bits; bit-- > 0;)
        putBit(value >> bit & 1);
    }
  }
  Bytes take() { return std::move(bytes_); }

private:
  void append(const void* from, std::size_t count) {
    const auto* bytes = static_cast<const std::uint8_t*>(from);
    bytes_.insert(bytes_.end(), bytes, bytes + count);
  }
  void putBit(unsigned bit) {
    if (used_ % 8 == 0)
      bytes_.push_back(0);
    bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | bit << (7 - used_ % 8));
    ++used_;
  }

  const TiffRecipe& recipe_;
  Bytes bytes_;
  int used_ = 0;
};

// The samples of one row between two columns: one channel, or with -1 all of them.
Bytes packRow(const TiffRecipe& recipe, const Painter& painter, int y, int left, int right,
              int channel) {
  Packer packer(recipe);
  for (int x = left; x < right; ++x) {
    const Samples s =
        painter(std::min(x, recipe.size.width - 1), std::min(y, recipe.size.height - 1));
    for (int c = 0; c < recipe.channels; ++c)
      if (channel < 0 || channel == c)
        packer.put(s[static_cast<std::size_t>(c)]);
  }
  return packer.take();
}

void putTiles(TIFF* tiff, const TiffRecipe& recipe, const Painter& painter, int channel) {
  for (int top = 0; top < recipe.size.height; top += 16)
    for (int left = 0; left < recipe.size.width; left += 16) {
      Bytes tile;
      for (int y = top; y < top + 16; ++y) {
        const Bytes row = packRow(recipe, painter, y, left, left + 16, channel);
        tile.insert(tile.end(), row.begin(), row.end());
      }
      TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(left),
                    static_cast<std::uint32_t>(top), 0,
                    static_cast<std::uint16_t>(std::max(channel, 0)));
    }
}

void putPixels(TIFF* tiff, const TiffRecipe& recipe, const Painter& painter, int channel) {
  if (recipe.tiled)
    return putTiles(tiff, recipe, painter, channel);
  for (int y = 0; y < recipe.size.height; ++y) {
    Bytes row = packRow(recipe, painter, y, 0, recipe.size.width, channel);
    if (TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y),
                          static_cast<std::uint16_t>(std::max(channel, 0))) != 1)
      std::abort();
  }
}

} // namespace

Bytes makeTiff(const TiffRecipe& recipe, const Painter& painter) {
  Memory memory;
  TIFF* tiff = TIFFClientOpen("", recipe.big ? "w8" : "w", &memory, onRead, onWrite, onSeek,
                              onClose, onSize, nullptr, nullptr);
  for (int page = 0; page < recipe.pages; ++page) {
    setTags(tiff, recipe);
    for (int c = 0; c < (recipe.planes ? recipe.channels : 1); ++c)
      putPixels(tiff, recipe, painter, recipe.planes ? c : -1);
    TIFFWriteDirectory(tiff);
  }
  TIFFClose(tiff);
  return std::move(memory.bytes);
}

} // namespace photoscrub::testing
