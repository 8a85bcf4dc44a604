#include "imaging/coded_pictures.h"

#include <cstdlib>

#include <webp/encode.h>
#include <webp/mux.h>

namespace photoscrub::testing {

namespace {

Bytes encode(const WebpRecipe& recipe, Size size, const Painter& painter) {
  WebPConfig config;
  WebPConfigInit(&config);
  config.lossless = recipe.lossless ? 1 : 0;
  config.quality = 95;
  config.exact = 1;
  WebPPicture picture;
  WebPPictureInit(&picture);
  picture.use_argb = 1;
  picture.width = size.width;
  picture.height = size.height;
  WebPPictureAlloc(&picture);
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const Samples s = painter(x, y);
      const std::uint32_t alpha = recipe.alpha ? s[3] : 255u;
      picture.argb[y * picture.argb_stride + x] =
          alpha << 24 | std::uint32_t{s[0]} << 16 | std::uint32_t{s[1]} << 8 | s[2];
    }
  WebPMemoryWriter writer;
  WebPMemoryWriterInit(&writer);
  picture.writer = WebPMemoryWrite;
  picture.custom_ptr = &writer;
  if (WebPEncode(&config, &picture) == 0)
    std::abort();
  Bytes file(writer.mem, writer.mem + writer.size);
  WebPMemoryWriterClear(&writer);
  WebPPictureFree(&picture);
  return file;
}

Bytes animate(const WebpRecipe& recipe, const Painter& painter) {
  const Rect place =
      recipe.frame.empty() ? Rect{0, 0, recipe.size.width, recipe.size.height} : recipe.frame;
  const Bytes frame = encode(recipe, {place.width, place.height}, painter);
  WebPMux* mux = WebPMuxNew();
  WebPMuxSetCanvasSize(mux, recipe.size.width, recipe.size.height);
  for (int i = 0; i < recipe.frames; ++i) {
    WebPMuxFrameInfo info{};
    info.bitstream = {frame.data(), frame.size()};
    info.x_offset = place.x;
    info.y_offset = place.y;
    info.duration = 100;
    info.id = WEBP_CHUNK_ANMF;
    if (WebPMuxPushFrame(mux, &info, 1) != WEBP_MUX_OK)
      std::abort();
  }
  const WebPMuxAnimParams parameters{0xFFFFFFFF, 0};
  WebPMuxSetAnimationParams(mux, &parameters);
  WebPData assembled{};
  if (WebPMuxAssemble(mux, &assembled) != WEBP_MUX_OK)
    std::abort();
  Bytes file(assembled.bytes, assembled.bytes + assembled.size);
  WebPDataClear(&assembled);
  WebPMuxDelete(mux);
  return file;
}

} // namespace

Bytes makeWebp(const WebpRecipe& recipe, const Painter& painter) {
  return recipe.frames == 1 ? encode(recipe, recipe.size, painter) : animate(recipe, painter);
}

} // namespace photoscrub::testing
