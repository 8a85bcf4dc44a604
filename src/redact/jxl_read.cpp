#include "imaging/codec.h"
#include "redact/jxl_picture.h"

#include <algorithm>
#include <memory>

#include <jxl/decode.h>

namespace photoscrub::redact {

Error damagedJxl(std::string detail) {
  return {ErrorCode::malformed, "The JPEG XL picture is damaged and cannot be read",
          std::move(detail)};
}

namespace {

struct Destroy {
  void operator()(JxlDecoder* decoder) const { JxlDecoderDestroy(decoder); }
};
using Decoder = std::unique_ptr<JxlDecoder, Destroy>;

Error unsupported(const char* message, std::string detail) {
  return {ErrorCode::unsupported, message, std::move(detail)};
}

Status checkKind(JxlDecoder* decoder, const JxlBasicInfo& info) {
  if (info.have_animation != 0)
    return unsupported("This JPEG XL moves; only pictures that stand still can be covered. Save "
                       "the frame you need as JPEG or PNG first",
                       "animation");
  constexpr std::uint32_t kMostBits = 16;
  const auto tooDeep = [](std::uint32_t bits, std::uint32_t exponent) {
    return bits > kMostBits || exponent != 0;
  };
  if (tooDeep(info.bits_per_sample, info.exponent_bits_per_sample) ||
      tooDeep(info.alpha_bits, info.alpha_exponent_bits))
    return unsupported("This JPEG XL has more levels of brightness than can be written back. Save "
                       "it as JPEG or PNG first",
                       "samples");
  for (std::uint32_t i = 0; i < info.num_extra_channels; ++i) {
    JxlExtraChannelInfo extra{};
    if (JxlDecoderGetExtraChannelInfo(decoder, i, &extra) == JXL_DEC_SUCCESS &&
        extra.type == JXL_CHANNEL_BLACK)
      return unsupported("This JPEG XL stores printing inks and cannot be covered. Save it as JPEG "
                         "or PNG first",
                         "black channel");
  }
  return {};
}

Status readInfo(JxlDecoder* decoder, JxlPicture& picture, const Limits& limits) {
  auto& info = picture.info;
  if (JxlDecoderGetBasicInfo(decoder, &info) != JXL_DEC_SUCCESS)
    return damagedJxl("header");
  PHOTOSCRUB_CHECK(imaging::checkSize(info.xsize, info.ysize, limits));
  PHOTOSCRUB_CHECK(checkKind(decoder, info));
  const auto channels = info.num_color_channels + (picture.hasAlpha() ? 1u : 0u);
  const bool wide = std::max(info.bits_per_sample, info.alpha_bits) > 8;
  picture.format = {channels, wide ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
  return {};
}

JxlColorEncoding srgb(std::uint32_t channels) {
  JxlColorEncoding encoding{};
  encoding.color_space = channels == 1 ? JXL_COLOR_SPACE_GRAY : JXL_COLOR_SPACE_RGB;
  encoding.white_point = JXL_WHITE_POINT_D65;
  encoding.primaries = JXL_PRIMARIES_SRGB;
  encoding.transfer_function = JXL_TRANSFER_FUNCTION_SRGB;
  encoding.rendering_intent = JXL_RENDERING_INTENT_RELATIVE;
  return encoding;
}

// XYB is turned into what the file describes as its original colours, or into sRGB where that is a
// profile, which libjxl 0.7 does not apply.
Status readColours(JxlDecoder* decoder, JxlPicture& picture, const Limits& limits) {
  auto& colours = picture.colours;
  colours.described =
      JxlDecoderGetColorAsEncodedProfile(decoder, nullptr, JXL_COLOR_PROFILE_TARGET_ORIGINAL,
                                         &colours.encoding) == JXL_DEC_SUCCESS;
  if (!picture.keepsSamples()) {
    if (!colours.described)
      colours.encoding = srgb(picture.info.num_color_channels);
    colours.described = true;
    if (JxlDecoderSetPreferredColorProfile(decoder, &colours.encoding) != JXL_DEC_SUCCESS)
      return damagedJxl("colours");
  }
  if (colours.described)
    return {};
  std::size_t bytes = 0;
  if (JxlDecoderGetICCProfileSize(decoder, nullptr, JXL_COLOR_PROFILE_TARGET_ORIGINAL, &bytes) !=
      JXL_DEC_SUCCESS)
    return damagedJxl("profile");
  if (bytes > limits.maxProfileBytes)
    return Error{ErrorCode::limit, "The colour profile is larger than the set limits allow", ""};
  colours.profile.resize(bytes);
  if (JxlDecoderGetColorAsICCProfile(decoder, nullptr, JXL_COLOR_PROFILE_TARGET_ORIGINAL,
                                     colours.profile.data(), bytes) != JXL_DEC_SUCCESS)
    return damagedJxl("profile");
  return {};
}

Status giveBuffer(JxlDecoder* decoder, JxlPicture& picture) {
  const Size size = {static_cast<int>(picture.info.xsize), static_cast<int>(picture.info.ysize)};
  picture.raster = Raster(size, picture.format.num_channels * picture.sampleBytes());
  std::size_t bytes = 0;
  if (JxlDecoderImageOutBufferSize(decoder, &picture.format, &bytes) != JXL_DEC_SUCCESS ||
      bytes != picture.raster.pixels.size() ||
      JxlDecoderSetImageOutBuffer(decoder, &picture.format, picture.raster.pixels.data(), bytes) !=
          JXL_DEC_SUCCESS)
    return damagedJxl("buffer");
  return {};
}

} // namespace

Result<JxlPicture> readJxl(ByteView file, const Limits& limits) {
  const Decoder decoder(JxlDecoderCreate(nullptr));
  if (!decoder)
    return imaging::outOfMemory();
  constexpr int kEvents = JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE;
  if (JxlDecoderSubscribeEvents(decoder.get(), kEvents) != JXL_DEC_SUCCESS ||
      JxlDecoderSetInput(decoder.get(), file.data(), file.size()) != JXL_DEC_SUCCESS)
    return damagedJxl("input");
  JxlDecoderCloseInput(decoder.get());
  JxlPicture picture;
  for (;;) {
    switch (const auto event = JxlDecoderProcessInput(decoder.get())) {
    case JXL_DEC_BASIC_INFO:
      PHOTOSCRUB_CHECK(readInfo(decoder.get(), picture, limits));
      break;
    case JXL_DEC_COLOR_ENCODING:
      PHOTOSCRUB_CHECK(readColours(decoder.get(), picture, limits));
      break;
    case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
      PHOTOSCRUB_CHECK(giveBuffer(decoder.get(), picture));
      break;
    case JXL_DEC_FULL_IMAGE:
      return picture;
    default: // the end of the input or damage
      return damagedJxl("status " + std::to_string(event));
    }
  }
}

} // namespace photoscrub::redact
