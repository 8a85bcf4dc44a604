#include "formats/webp_samples.h"

#include <memory>

#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>

namespace photoscrub::formats::testing {

using photoscrub::test::RiffChunk;
using namespace photoscrub::test;

namespace {

constexpr Size kSize{19, 13};
constexpr Size kCanvas{40, 30};

enum class Coding { lossy, lossless };
enum class Alpha { none, some };

Bytes picture(Coding coding, Alpha alpha, int seed = 0) {
  Bytes pixels;
  for (int y = 0; y < kSize.height; ++y)
    for (int x = 0; x < kSize.width; ++x)
      for (const int value :
           {x * 11 + seed, y * 17, (x + y) * 7, alpha == Alpha::some ? 255 - x * 9 : 255})
        pixels.push_back(static_cast<std::uint8_t>(value));
  std::uint8_t* coded = nullptr;
  const int stride = kSize.width * 4;
  const auto size =
      coding == Coding::lossy
          ? WebPEncodeRGBA(pixels.data(), kSize.width, kSize.height, stride, 80, &coded)
          : WebPEncodeLosslessRGBA(pixels.data(), kSize.width, kSize.height, stride, &coded);
  const std::unique_ptr<std::uint8_t, decltype(&WebPFree)> owner(coded, &WebPFree);
  return {coded, coded + size};
}

// The chunks of a picture without the VP8X around them.
std::vector<RiffChunk> pictureChunks(const Bytes& file) {
  auto chunks = splitWebp(file);
  std::erase_if(chunks, [](const RiffChunk& chunk) { return chunk.type == "VP8X"; });
  return chunks;
}

// Alpha without compression: one byte a sample.
Bytes rawAlpha() {
  auto chunks = splitWebp(picture(Coding::lossy, Alpha::some));
  auto& alpha = chunks[indexOf(chunks, "ALPH")].payload;
  alpha.assign(1 + 19 * 13, 0x40);
  alpha[0] = 0;
  return joinWebp(chunks);
}

std::vector<WebpSample> makeSamples() {
  return {{"lossy", picture(Coding::lossy, Alpha::none)},
          {"lossless", picture(Coding::lossless, Alpha::none)},
          {"lossyAlpha", picture(Coding::lossy, Alpha::some)},
          {"losslessAlpha", picture(Coding::lossless, Alpha::some)},
          {"rawAlpha", rawAlpha()},
          {"animated", animatedWebp(4)}};
}

} // namespace

const std::vector<WebpSample>& webpSamples() {
  static const auto samples = makeSamples();
  return samples;
}

Bytes webpSample(std::string_view name) {
  for (const auto& sample : webpSamples())
    if (sample.name == name)
      return sample.file;
  return {};
}

Bytes lossyWebp() {
  return webpSample("lossy");
}

RiffChunk extendedHead(std::uint8_t flags, Size size) {
  Bytes payload{flags, 0, 0, 0};
  for (const int side : {size.width - 1, size.height - 1})
    for (const int shift : {0, 8, 16})
      payload.push_back(static_cast<std::uint8_t>(side >> shift));
  return {"VP8X", payload};
}

Bytes extendedWebp(std::uint8_t flags, std::vector<RiffChunk> extra) {
  extra.insert(extra.begin(), extendedHead(flags));
  extra.push_back(splitWebp(lossyWebp())[0]);
  return joinWebp(extra);
}

RiffChunk frameOf(const std::vector<RiffChunk>& inner, int x, int y, Size size) {
  Bytes payload;
  for (const int value : {x / 2, y / 2, size.width - 1, size.height - 1, 100})
    for (const int shift : {0, 8, 16})
      payload.push_back(static_cast<std::uint8_t>(value >> shift));
  payload.push_back(2); // do not blend
  const auto chunks = riffChunks(inner);
  payload.insert(payload.end(), chunks.begin(), chunks.end());
  return {"ANMF", payload};
}

Bytes animatedWebp(int frames) {
  std::vector<RiffChunk> chunks{extendedHead(0x12, kCanvas), {"ANIM", {1, 2, 3, 4, 5, 0}}};
  for (int i = 0; i < frames; ++i) {
    const auto coding = i % 2 == 0 ? Coding::lossy : Coding::lossless;
    const auto file = picture(coding, Alpha::some, i * 20);
    chunks.push_back(frameOf(pictureChunks(file), i * 2, i * 4));
  }
  return joinWebp(chunks);
}

std::optional<std::vector<Bytes>> decodeWebp(const Bytes& file) {
  const WebPData data{file.data(), file.size()};
  const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(
      WebPAnimDecoderNew(&data, nullptr), &WebPAnimDecoderDelete);
  WebPAnimInfo info;
  if (!decoder || WebPAnimDecoderGetInfo(decoder.get(), &info) == 0)
    return std::nullopt;
  std::vector<Bytes> frames;
  while (WebPAnimDecoderHasMoreFrames(decoder.get()) != 0) {
    std::uint8_t* pixels = nullptr;
    int time = 0;
    if (WebPAnimDecoderGetNext(decoder.get(), &pixels, &time) == 0)
      return std::nullopt;
    frames.emplace_back(pixels, pixels + std::size_t{4} * info.canvas_width * info.canvas_height);
    frames.back().push_back(static_cast<std::uint8_t>(time / 10));
  }
  return frames;
}

} // namespace photoscrub::formats::testing
