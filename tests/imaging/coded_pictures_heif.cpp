#include "imaging/coded_pictures.h"

#include <cstdlib>

#include <libheif/heif.h>

namespace photoscrub::testing {

namespace {

void check(const heif_error& error) {
  if (error.code != heif_error_Ok)
    std::abort();
}

heif_image* paint(const HeifRecipe& recipe, const Painter& painter) {
  heif_image* image = nullptr;
  check(heif_image_create(recipe.size.width, recipe.size.height, heif_colorspace_RGB,
                          recipe.alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
                          &image));
  check(heif_image_add_plane(image, heif_channel_interleaved, recipe.size.width, recipe.size.height,
                             8));
  int stride = 0;
  std::uint8_t* pixels = heif_image_get_plane(image, heif_channel_interleaved, &stride);
  const std::size_t channels = recipe.alpha ? 4 : 3;
  for (int y = 0; y < recipe.size.height; ++y)
    for (int x = 0; x < recipe.size.width; ++x)
      for (std::size_t c = 0; c < channels; ++c)
        pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(stride) +
               static_cast<std::size_t>(x) * channels + c] =
            static_cast<std::uint8_t>(painter(x, y)[c]);
  return image;
}

void setUp(heif_encoder* encoder, const HeifRecipe& recipe) {
  heif_encoder_set_lossy_quality(encoder, recipe.quality);
  heif_encoder_set_parameter_string(encoder, "chroma", recipe.allColours ? "444" : "420");
  heif_encoder_set_parameter_integer(encoder, "threads", 1);
  heif_encoder_set_parameter_integer(encoder, "speed", 9);
  heif_encoder_set_parameter_string(encoder, "preset", "ultrafast");
}

heif_error append(heif_context*, const void* data, std::size_t size, void* user) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  auto* file = static_cast<Bytes*>(user);
  file->insert(file->end(), bytes, bytes + size);
  return {heif_error_Ok, heif_suberror_Unspecified, ""};
}

} // namespace

Bytes makeHeif(const HeifRecipe& recipe, const Painter& painter) {
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  const auto format = recipe.av1 ? heif_compression_AV1 : heif_compression_HEVC;
  if (heif_context_get_encoder_for_format(context, format, &encoder).code != heif_error_Ok) {
    heif_context_free(context);
    return {};
  }
  setUp(encoder, recipe);
  heif_image* image = paint(recipe, painter);
  heif_color_profile_nclx* nclx = heif_nclx_color_profile_alloc();
  nclx->color_primaries = static_cast<heif_color_primaries>(recipe.primaries);
  nclx->transfer_characteristics = static_cast<heif_transfer_characteristics>(recipe.transfer);
  nclx->matrix_coefficients = static_cast<heif_matrix_coefficients>(recipe.matrix);
  nclx->full_range_flag = recipe.fullRange ? 1 : 0;
  check(heif_image_set_nclx_color_profile(image, nclx));
  heif_encoding_options* options = heif_encoding_options_alloc();
  options->output_nclx_profile = nclx;
  options->macOS_compatibility_workaround_no_nclx_profile = 0;
  options->image_orientation = static_cast<heif_orientation>(recipe.orientation);
  check(heif_context_encode_image(context, image, encoder, options, nullptr));
  Bytes file;
  heif_writer writer{1, append};
  check(heif_context_write(context, &writer, &file));
  heif_encoding_options_free(options);
  heif_nclx_color_profile_free(nclx);
  heif_image_release(image);
  heif_encoder_release(encoder);
  heif_context_free(context);
  return file;
}

} // namespace photoscrub::testing
