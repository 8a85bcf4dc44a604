#include "formats/gif_samples.h"

#include <gif_lib.h>

namespace photoscrub::formats::testing {

using namespace photoscrub::test;

namespace {

constexpr int kWidth = 23, kHeight = 17;

Bytes pixelsOf(int width, int height, unsigned bits, unsigned seed = 1) {
  Bytes pixels;
  unsigned noise = seed;
  for (int i = 0; i < width * height; ++i) {
    noise = noise * 1103515245 + 12345;
    const unsigned value = (noise >> 16 & 1) != 0 ? noise >> 20 : static_cast<unsigned>(i) / 5;
    pixels.push_back(static_cast<std::uint8_t>(value & ((1u << bits) - 1)));
  }
  return pixels;
}

Bytes imageOf(const GifImage& image, unsigned bits, const LzwOptions& options = {},
              unsigned seed = 1) {
  auto bytes = gifImageHead(image);
  const auto blocks = gifSubBlocks(
      lzwData(pixelsOf(image.width, image.height, bits, seed), image.codeSize, options));
  bytes.insert(bytes.end(), blocks.begin(), blocks.end());
  return bytes;
}

GifPieces still(const GifImage& image, unsigned bits, const LzwOptions& options = {}) {
  return {gifHead(image.width, image.height, bits), imageOf(image, bits, options), {0x3B}};
}

std::vector<GifSample> makeSamples() {
  std::vector<GifSample> samples;
  for (unsigned bits = 1; bits <= 8; ++bits)
    samples.push_back({"bits" + std::to_string(bits),
                       still({0, 0, kWidth, kHeight, std::max(bits, 2u), 0, false}, bits)});
  samples.push_back({"interlaced", still({0, 0, kWidth, kHeight, 8, 0, true}, 8)});
  samples.push_back({"large", still({0, 0, 140, 120, 8, 0, false}, 8)});
  samples.push_back(
      {"largeWithoutClear", still({0, 0, 140, 120, 8, 0, false}, 8, {true, false, true})});
  samples.push_back(
      {"withoutFirstClear", still({0, 0, kWidth, kHeight, 8, 0, false}, 8, {false, true, true})});
  samples.push_back({"ownTable",
                     {gifHead(kWidth, kHeight, 0, "GIF87a"),
                      imageOf({0, 0, kWidth, kHeight, 4, 4, false}, 4),
                      {0x3B}}});
  samples.push_back({"transparent",
                     {gifHead(kWidth, kHeight, 8),
                      gifControl(1, 0, 3),
                      imageOf({0, 0, kWidth, kHeight, 8, 0, false}, 8),
                      {0x3B}}});
  samples.push_back({"animated", animatedGif(4)});
  return samples;
}

Bytes describe(const SavedImage& image) {
  ByteWriter out;
  const auto& area = image.ImageDesc;
  for (const int value : {area.Left, area.Top, area.Width, area.Height, area.Interlace ? 1 : 0})
    out.u16(static_cast<std::uint16_t>(value));
  if (area.ColorMap)
    out.bytes({reinterpret_cast<const std::uint8_t*>(area.ColorMap->Colors),
               static_cast<std::size_t>(area.ColorMap->ColorCount) * 3});
  out.bytes({image.RasterBits, static_cast<std::size_t>(area.Width * area.Height)});
  return std::move(out).take();
}

struct Source {
  ByteView bytes;
};

int readFrom(GifFileType* gif, GifByteType* out, int size) {
  auto& left = static_cast<Source*>(gif->UserData)->bytes;
  const auto count = std::min(left.size(), static_cast<std::size_t>(size));
  std::copy_n(left.begin(), count, out);
  left = left.subspan(count);
  return static_cast<int>(count);
}

} // namespace

Bytes joined(const GifPieces& pieces) {
  Bytes all;
  for (const auto& piece : pieces)
    all.insert(all.end(), piece.begin(), piece.end());
  return all;
}

const std::vector<GifSample>& gifSamples() {
  static const auto samples = makeSamples();
  return samples;
}

GifPieces gifSample(std::string_view name) {
  for (const auto& sample : gifSamples())
    if (sample.name == name)
      return sample.pieces;
  return {};
}

GifPieces plainGif() {
  return gifSample("bits8");
}

Bytes plainGifData() {
  return lzwData(pixelsOf(kWidth, kHeight, 8), 8);
}

Bytes plainGifImage(const Bytes& subBlocks, std::uint8_t packedBits) {
  auto image = gifImageHead({0, 0, kWidth, kHeight, 8, 0, false}, packedBits);
  image.insert(image.end(), subBlocks.begin(), subBlocks.end());
  return image;
}

GifPieces animatedGif(int frames) {
  GifPieces pieces{gifHead(kWidth, kHeight, 8), gifLoop(7)};
  for (int i = 0; i < frames; ++i) {
    pieces.push_back(gifControl(0x05, static_cast<std::uint8_t>(10 + i), 4));
    pieces.push_back(imageOf({i, 2, 11, 9, 8, 0, false}, 8, {}, static_cast<unsigned>(i) + 2));
  }
  pieces.push_back({0x3B});
  return pieces;
}

std::optional<std::vector<Bytes>> decodeGif(const Bytes& file) {
  Source source{file};
  int error = 0;
  auto* gif = DGifOpen(&source, &readFrom, &error);
  if (!gif)
    return std::nullopt;
  std::optional<std::vector<Bytes>> shown;
  if (DGifSlurp(gif) == GIF_OK) {
    shown.emplace();
    ByteWriter canvas;
    canvas.u16(static_cast<std::uint16_t>(gif->SWidth))
        .u16(static_cast<std::uint16_t>(gif->SHeight));
    shown->push_back(std::move(canvas).take());
    for (int i = 0; i < gif->ImageCount; ++i) {
      GraphicsControlBlock control{};
      if (DGifSavedExtensionToGCB(gif, i, &control) == GIF_OK) // absent otherwise
        shown->push_back({static_cast<std::uint8_t>(control.DelayTime),
                          static_cast<std::uint8_t>(control.DisposalMode),
                          static_cast<std::uint8_t>(control.TransparentColor)});
      shown->push_back(describe(gif->SavedImages[i]));
    }
  }
  DGifCloseFile(gif, &error);
  return shown;
}

} // namespace photoscrub::formats::testing
