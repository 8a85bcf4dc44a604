#include "imaging/coded_pictures.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <openjpeg.h>

namespace photoscrub::testing {

namespace {

struct Memory {
  Bytes bytes;
  std::size_t position = 0;
};

OPJ_SIZE_T onWrite(void* from, OPJ_SIZE_T count, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  memory.bytes.resize(std::max(memory.bytes.size(), memory.position + count));
  std::memcpy(memory.bytes.data() + memory.position, from, count);
  memory.position += count;
  return count;
}
OPJ_OFF_T onSkip(OPJ_OFF_T count, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  memory.position += static_cast<std::size_t>(count);
  memory.bytes.resize(std::max(memory.bytes.size(), memory.position));
  return count;
}
OPJ_BOOL onSeek(OPJ_OFF_T position, void* user) {
  static_cast<Memory*>(user)->position = static_cast<std::size_t>(position);
  return OPJ_TRUE;
}

bool halved(const Jp2Recipe& recipe, int component) {
  return recipe.ycc && (component == 1 || component == 2);
}

opj_image_t* paint(const Jp2Recipe& recipe, const Painter& painter) {
  std::vector<opj_image_cmptparm_t> parts(static_cast<std::size_t>(recipe.components));
  for (int c = 0; c < recipe.components; ++c) {
    auto& part = parts[static_cast<std::size_t>(c)];
    const unsigned step = halved(recipe, c) ? 2 : 1;
    part.dx = part.dy = step;
    part.w = (static_cast<unsigned>(recipe.size.width) + step - 1) / step;
    part.h = (static_cast<unsigned>(recipe.size.height) + step - 1) / step;
    part.prec = static_cast<unsigned>(recipe.bits);
  }
  const auto space = recipe.ycc               ? OPJ_CLRSPC_SYCC
                     : recipe.components >= 3 ? OPJ_CLRSPC_SRGB
                                              : OPJ_CLRSPC_GRAY;
  opj_image_t* image =
      opj_image_create(static_cast<unsigned>(recipe.components), parts.data(), space);
  image->x1 = static_cast<unsigned>(recipe.size.width);
  image->y1 = static_cast<unsigned>(recipe.size.height);
  for (int c = 0; c < recipe.components; ++c) {
    auto& component = image->comps[c];
    const int step = halved(recipe, c) ? 2 : 1;
    for (int y = 0; y < static_cast<int>(component.h); ++y)
      for (int x = 0; x < static_cast<int>(component.w); ++x)
        component.data[y * static_cast<int>(component.w) + x] =
            painter(x * step, y * step)[static_cast<std::size_t>(c)];
  }
  if (recipe.alpha)
    image->comps[recipe.components - 1].alpha = 1;
  return image;
}

} // namespace

Bytes makeJp2(const Jp2Recipe& recipe, const Painter& painter) {
  opj_cparameters_t parameters;
  opj_set_default_encoder_parameters(&parameters);
  parameters.numresolution = 4;
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  parameters.tcp_mct = static_cast<char>(recipe.components >= 3 && !recipe.ycc ? 1 : 0);
  if (recipe.tile > 0) {
    parameters.tile_size_on = OPJ_TRUE;
    parameters.cp_tdx = parameters.cp_tdy = recipe.tile;
  }
  opj_image_t* image = paint(recipe, painter);
  opj_codec_t* codec = opj_create_compress(recipe.bare ? OPJ_CODEC_J2K : OPJ_CODEC_JP2);
  Memory memory;
  opj_stream_t* stream = opj_stream_default_create(OPJ_FALSE);
  opj_stream_set_user_data(stream, &memory, nullptr);
  opj_stream_set_write_function(stream, onWrite);
  opj_stream_set_skip_function(stream, onSkip);
  opj_stream_set_seek_function(stream, onSeek);
  if (opj_setup_encoder(codec, &parameters, image) == OPJ_FALSE ||
      opj_start_compress(codec, image, stream) == OPJ_FALSE ||
      opj_encode(codec, stream) == OPJ_FALSE || opj_end_compress(codec, stream) == OPJ_FALSE)
    std::abort();
  opj_stream_destroy(stream);
  opj_destroy_codec(codec);
  opj_image_destroy(image);
  return std::move(memory.bytes);
}

} // namespace photoscrub::testing
