#include "imaging/codec.h"
#include "redact/jxl_picture.h"

#include <algorithm>
#include <memory>

#include <jxl/encode.h>

namespace photoscrub::redact {

namespace {

// Butteraugli distance: 1 is where a difference can just be seen.
constexpr float kDistance = 0.5F, kFinestDistance = 0.05F;
constexpr int kLossyEffort = 4;
constexpr int kLosslessEffort = 3;

struct Destroy {
  void operator()(JxlEncoder* encoder) const { JxlEncoderDestroy(encoder); }
};
using Encoder = std::unique_ptr<JxlEncoder, Destroy>;

Error notWritten(std::string detail) {
  return {ErrorCode::malformed, "The JPEG XL picture cannot be written back", std::move(detail)};
}

JxlBasicInfo infoFor(const JxlPicture& picture) {
  JxlBasicInfo info;
  JxlEncoderInitBasicInfo(&info);
  info.xsize = picture.info.xsize;
  info.ysize = picture.info.ysize;
  info.bits_per_sample = picture.info.bits_per_sample;
  info.intensity_target = picture.info.intensity_target;
  info.uses_original_profile = picture.info.uses_original_profile;
  info.num_color_channels = picture.info.num_color_channels;
  info.alpha_bits = picture.info.alpha_bits;
  info.alpha_premultiplied = picture.info.alpha_premultiplied;
  info.num_extra_channels = picture.hasAlpha() ? 1 : 0;
  return info;
}

Status setColours(JxlEncoder* encoder, const JxlColours& colours) {
  const auto set = colours.described ? JxlEncoderSetColorEncoding(encoder, &colours.encoding)
                                     : JxlEncoderSetICCProfile(encoder, colours.profile.data(),
                                                               colours.profile.size());
  return set == JXL_ENC_SUCCESS ? Status{} : notWritten("colours");
}

Status addPicture(JxlEncoder* encoder, const JxlPicture& picture, JxlQuality lossy) {
  auto* settings = JxlEncoderFrameSettingsCreate(encoder, nullptr);
  const bool lossless = picture.keepsSamples();
  const auto quality =
      lossless ? JxlEncoderSetFrameLossless(settings, JXL_TRUE)
               : JxlEncoderSetFrameDistance(settings, lossy == JxlQuality::usual ? kDistance
                                                                                 : kFinestDistance);
  const auto effort = JxlEncoderFrameSettingsSetOption(settings, JXL_ENC_FRAME_SETTING_EFFORT,
                                                       lossless ? kLosslessEffort : kLossyEffort);
  if (quality != JXL_ENC_SUCCESS || effort != JXL_ENC_SUCCESS)
    return notWritten("settings");
  if (JxlEncoderAddImageFrame(settings, &picture.format, picture.raster.pixels.data(),
                              picture.raster.pixels.size()) != JXL_ENC_SUCCESS)
    return notWritten("frame");
  JxlEncoderCloseInput(encoder);
  return {};
}

Result<Bytes> output(JxlEncoder* encoder) {
  Bytes file(64 << 10);
  std::size_t used = 0;
  for (;;) {
    std::uint8_t* next = file.data() + used;
    std::size_t left = file.size() - used;
    const auto status = JxlEncoderProcessOutput(encoder, &next, &left);
    used = file.size() - left;
    if (status == JXL_ENC_ERROR)
      return notWritten("output");
    if (status == JXL_ENC_SUCCESS)
      break;
    file.resize(2 * file.size());
  }
  file.resize(used);
  return file;
}

} // namespace

Result<Bytes> writeJxl(const JxlPicture& picture, JxlQuality lossy) {
  const Encoder encoder(JxlEncoderCreate(nullptr));
  if (!encoder)
    return imaging::outOfMemory();
  const auto info = infoFor(picture);
  if (JxlEncoderSetBasicInfo(encoder.get(), &info) != JXL_ENC_SUCCESS)
    return notWritten("header");
  constexpr int kProfileMain = 5, kProfileAll = 10; // ISO/IEC 18181-1, annex M
  const int level = JxlEncoderGetRequiredCodestreamLevel(encoder.get());
  if (level > kProfileMain &&
      JxlEncoderSetCodestreamLevel(encoder.get(), kProfileAll) != JXL_ENC_SUCCESS)
    return notWritten("level");
  PHOTOSCRUB_CHECK(setColours(encoder.get(), picture.colours));
  PHOTOSCRUB_CHECK(addPicture(encoder.get(), picture, lossy));
  return output(encoder.get());
}

} // namespace photoscrub::redact
