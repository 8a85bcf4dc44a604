#include "imaging/heif_library.h"

#include "imaging/codec.h"
#include "imaging/heif_references.h"

#include <algorithm>

namespace photoscrub::imaging {

namespace {

Error unknownColours(std::string detail) {
  return {ErrorCode::unsupported,
          "This HEIC or AVIF stores its colours in a way that photoscrub cannot handle",
          std::move(detail)};
}

Plane planeOf(const heif_image& image, heif_channel channel) {
  int stride = 0;
  Plane plane;
  plane.data = heif_image_get_plane_readonly(&image, channel, &stride);
  if (plane.data == nullptr)
    return {};
  plane.stride = static_cast<std::size_t>(stride);
  plane.size = {heif_image_get_width(&image, channel), heif_image_get_height(&image, channel)};
  plane.bits = heif_image_get_bits_per_pixel_range(&image, channel);
  return plane;
}

Heif<heif_color_profile_nclx> nclxOf(const heif_image& image) {
  heif_color_profile_nclx* nclx = nullptr;
  if (heif_image_get_nclx_color_profile(&image, &nclx).code != heif_error_Ok)
    return nullptr;
  return Heif<heif_color_profile_nclx>(nclx);
}

Status checkImage(const heif_image& image, const Limits& limits) {
  const int width = heif_image_get_primary_width(&image);
  const int height = heif_image_get_primary_height(&image);
  return checkSize(static_cast<std::uint64_t>(std::max(width, 0)),
                   static_cast<std::uint64_t>(std::max(height, 0)), limits);
}

} // namespace

void prepareHeif() {
  heif_init(nullptr); // counted; the process keeps its codecs until it ends
}

Status heifStatus(const heif_error& error) {
  const std::string detail = error.message ? error.message : "";
  switch (error.code) {
  case heif_error_Ok:
    return {};
  case heif_error_Memory_allocation_error:
    if (error.subcode == heif_suberror_Security_limit_exceeded)
      return Error{ErrorCode::limit, "The picture asks for more than photoscrub opens", detail};
    return outOfMemory();
  case heif_error_Unsupported_filetype:
  case heif_error_Unsupported_feature:
  case heif_error_Color_profile_does_not_exist:
    return Error{ErrorCode::unsupported,
                 "This HEIC or AVIF uses a rare coding that photoscrub cannot handle", detail};
  default:
    return Error{ErrorCode::malformed, "The HEIC or AVIF picture is damaged and cannot be read",
                 detail};
  }
}

Status HeifReader::read(ByteView file, const Limits& limits) {
  context_.reset(heif_context_alloc());
  if (!context_)
    return outOfMemory();
  heif_context_set_max_decoding_threads(context_.get(), 0);
  // libheif refuses from this size on.
  heif_context_set_maximum_image_size_limit(context_.get(), static_cast<int>(limits.maxSide) + 1);
  return heifStatus(heif_context_read_from_memory_without_copy(context_.get(), file.data(),
                                                               file.size(), nullptr));
}

Status HeifReader::open(ByteView file, const Limits& limits) {
  if (auto status = read(file, limits); !status.ok()) {
    if (descriptionReferences(file).empty())
      return status;
    repaired_ = withoutDescriptions(file);
    PHOTOSCRUB_CHECK(read(repaired_, limits));
  }
  heif_image_handle* handle = nullptr;
  PHOTOSCRUB_CHECK(heifStatus(heif_context_get_primary_image_handle(context_.get(), &handle)));
  handle_.reset(handle);
  const int width = heif_image_handle_get_width(handle);
  const int height = heif_image_handle_get_height(handle);
  PHOTOSCRUB_CHECK(checkSize(static_cast<std::uint64_t>(std::max(width, 0)),
                             static_cast<std::uint64_t>(std::max(height, 0)), limits));
  size_ = {width, height};
  return {};
}

Result<Heif<heif_image>> HeifReader::decode(const Limits& limits) const {
  // Cameras halve the colour planes: 1.5 samples a pixel, one or two bytes each.
  const std::uint64_t bytes = heif_image_handle_get_luma_bits_per_pixel(handle_.get()) > 8 ? 4 : 2;
  PHOTOSCRUB_CHECK(checkWorkingMemory(static_cast<std::uint64_t>(size_.width) *
                                      static_cast<std::uint64_t>(size_.height) * bytes));
  const Heif<heif_decoding_options> options(heif_decoding_options_alloc());
  if (!options)
    return outOfMemory();
  heif_image* decoded = nullptr;
  PHOTOSCRUB_CHECK(heifStatus(heif_decode_image(handle_.get(), &decoded, heif_colorspace_undefined,
                                                heif_chroma_undefined, options.get())));
  Heif<heif_image> image(decoded);
  PHOTOSCRUB_CHECK(checkImage(*image, limits)); // the codestream may differ from the container
  return image;
}

Result<HeifPlanes> heifPlanes(const heif_image& image) {
  HeifPlanes planes;
  planes.alpha = planeOf(image, heif_channel_Alpha);
  switch (heif_image_get_colorspace(&image)) {
  case heif_colorspace_YCbCr:
  case heif_colorspace_monochrome:
    planes.colours = {planeOf(image, heif_channel_Y), planeOf(image, heif_channel_Cb),
                      planeOf(image, heif_channel_Cr)};
    break;
  case heif_colorspace_RGB:
    planes.colours = {planeOf(image, heif_channel_G), planeOf(image, heif_channel_B),
                      planeOf(image, heif_channel_R)};
    planes.coding.matrix = 0;
    break;
  default:
    return unknownColours("colour space");
  }
  for (const Plane& plane : planes.colours)
    if (plane.data != nullptr && (plane.bits < 8 || plane.bits > 16))
      return unknownColours("bits");
  if (planes.colours[0].data == nullptr)
    return unknownColours("planes");
  const auto nclx = nclxOf(image);
  if (nclx && planes.coding.matrix != 0) {
    planes.coding.matrix = nclx->matrix_coefficients;
    planes.coding.fullRange = nclx->full_range_flag != 0;
  }
  return planes;
}

HeifColour heifColour(const heif_image_handle& handle, const heif_image& image) {
  heif_color_profile_nclx* found = nullptr;
  Heif<heif_color_profile_nclx> nclx;
  if (heif_image_handle_get_nclx_color_profile(&handle, &found).code == heif_error_Ok)
    nclx.reset(found);
  else
    nclx = nclxOf(image);
  if (!nclx)
    return {};
  return {nclx->color_primaries, nclx->transfer_characteristics};
}

} // namespace photoscrub::imaging
