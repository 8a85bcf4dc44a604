#include "imaging/coded_pictures.h"

#include <cstdlib>

#include <jxl/encode.h>

namespace photoscrub::testing {

namespace {

void check(JxlEncoderStatus status) {
  if (status != JXL_ENC_SUCCESS)
    std::abort();
}

std::uint32_t channelsOf(const JxlRecipe& recipe) {
  return (recipe.grey ? 1u : 3u) + (recipe.alpha ? 1u : 0u);
}

void setUp(JxlEncoder* encoder, const JxlRecipe& recipe) {
  check(JxlEncoderUseContainer(encoder, recipe.boxes ? 1 : 0));
  JxlBasicInfo info;
  JxlEncoderInitBasicInfo(&info);
  info.xsize = static_cast<std::uint32_t>(recipe.size.width);
  info.ysize = static_cast<std::uint32_t>(recipe.size.height);
  info.bits_per_sample = 8;
  info.num_color_channels = recipe.grey ? 1 : 3;
  info.num_extra_channels = recipe.alpha ? 1 : 0;
  info.alpha_bits = recipe.alpha ? 8 : 0;
  info.orientation = static_cast<JxlOrientation>(recipe.orientation);
  info.uses_original_profile = recipe.lossless ? 1 : 0;
  info.have_animation = recipe.frames > 1 ? 1 : 0;
  info.animation.tps_numerator = 10;
  info.animation.tps_denominator = 1;
  check(JxlEncoderSetBasicInfo(encoder, &info));
  JxlColorEncoding colour;
  JxlColorEncodingSetToSRGB(&colour, recipe.grey ? 1 : 0);
  if (recipe.displayP3)
    colour.primaries = JXL_PRIMARIES_P3;
  check(JxlEncoderSetColorEncoding(encoder, &colour));
}

Bytes paint(const JxlRecipe& recipe, const Painter& painter) {
  Bytes pixels;
  for (int y = 0; y < recipe.size.height; ++y)
    for (int x = 0; x < recipe.size.width; ++x)
      for (std::size_t c = 0; c < 4; ++c)
        if (c == 0 || (c < 3 && !recipe.grey) || (c == 3 && recipe.alpha))
          pixels.push_back(static_cast<std::uint8_t>(painter(x, y)[c]));
  return pixels;
}

Bytes finish(JxlEncoder* encoder) {
  Bytes file(1 << 16);
  std::size_t used = 0;
  for (;;) {
    std::uint8_t* next = file.data() + used;
    std::size_t left = file.size() - used;
    const JxlEncoderStatus status = JxlEncoderProcessOutput(encoder, &next, &left);
    used = file.size() - left;
    if (status != JXL_ENC_NEED_MORE_OUTPUT) {
      check(status);
      break;
    }
    file.resize(file.size() * 2);
  }
  file.resize(used);
  return file;
}

} // namespace

Bytes makeJxl(const JxlRecipe& recipe, const Painter& painter) {
  JxlEncoder* encoder = JxlEncoderCreate(nullptr);
  setUp(encoder, recipe);
  JxlEncoderFrameSettings* settings = JxlEncoderFrameSettingsCreate(encoder, nullptr);
  check(JxlEncoderFrameSettingsSetOption(settings, JXL_ENC_FRAME_SETTING_EFFORT, 3));
  check(recipe.lossless ? JxlEncoderSetFrameLossless(settings, 1)
                        : JxlEncoderSetFrameDistance(settings, 0.5F));
  const JxlPixelFormat format{channelsOf(recipe), JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
  const Bytes pixels = paint(recipe, painter);
  for (int i = 0; i < recipe.frames; ++i) {
    JxlFrameHeader header;
    JxlEncoderInitFrameHeader(&header);
    header.duration = recipe.frames > 1 ? 1 : 0;
    check(JxlEncoderSetFrameHeader(settings, &header));
    check(JxlEncoderAddImageFrame(settings, &format, pixels.data(), pixels.size()));
  }
  JxlEncoderCloseInput(encoder);
  Bytes file = finish(encoder);
  JxlEncoderDestroy(encoder);
  return file;
}

} // namespace photoscrub::testing
