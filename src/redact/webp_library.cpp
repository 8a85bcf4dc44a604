#include "redact/webp_library.h"

#include "imaging/codec.h"
#include "redact/vp8_quantiser.h"

#include <algorithm>
#include <new>

namespace photoscrub::redact {

namespace {

constexpr int kFormatLossless = 2; // WebPBitstreamFeatures::format
constexpr float kLeastQuality = 90;
// Of 6 and 9: one step up doubles the time of a 12-megapixel picture and saves 2-5 % of its size.
constexpr int kLossyEffort = 3;
constexpr int kLosslessEffort = 2;

// Gathers what the encoder writes; libwebp takes 0 as a failure.
int append(const std::uint8_t* bytes, std::size_t count, const WebPPicture* picture) {
  try {
    auto& file = *static_cast<Bytes*>(picture->custom_ptr);
    file.insert(file.end(), bytes, bytes + count);
    return 1;
  } catch (const std::bad_alloc&) {
    return 0;
  }
}

} // namespace

Error damagedWebp(std::string detail) {
  return {ErrorCode::malformed, "The WebP picture is damaged and cannot be read",
          std::move(detail)};
}

Result<WebpFacts> readWebpFacts(ByteView file, const Limits& limits) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(file.data(), file.size(), &features) != VP8_STATUS_OK)
    return damagedWebp("header");
  PHOTOSCRUB_CHECK(imaging::checkSize(static_cast<std::uint64_t>(features.width),
                                      static_cast<std::uint64_t>(features.height), limits));
  return WebpFacts{{features.width, features.height},
                   features.format == kFormatLossless,
                   features.has_animation != 0,
                   features.has_alpha != 0};
}

WebpPicture::WebpPicture() {
  WebPPictureInit(&picture_);
}

WebpPicture::~WebpPicture() {
  WebPPictureFree(&picture_);
}

Status WebpPicture::decode(ByteView file, const WebpFacts& facts) {
  lossless_ = facts.lossless;
  picture_.use_argb = facts.lossless ? 1 : 0;
  picture_.colorspace = facts.alpha ? WEBP_YUV420A : WEBP_YUV420;
  picture_.width = facts.size.width;
  picture_.height = facts.size.height;
  WebPDecoderConfig config;
  if (WebPPictureAlloc(&picture_) == 0 || WebPInitDecoderConfig(&config) == 0)
    return imaging::outOfMemory();
  auto& output = config.output;
  output.is_external_memory = 1;
  const auto bytesOf = [](const Plane& plane) {
    return plane.stride * static_cast<std::size_t>(plane.size.height);
  };
  const auto own = planes();
  if (lossless_) {
    output.colorspace = MODE_BGRA;
    output.u.RGBA = {own[0].data, static_cast<int>(own[0].stride), bytesOf(own[0])};
  } else {
    output.colorspace = facts.alpha ? MODE_YUVA : MODE_YUV;
    auto& to = output.u.YUVA;
    to.y = own[0].data, to.y_stride = picture_.y_stride, to.y_size = bytesOf(own[0]);
    to.u = own[1].data, to.u_stride = picture_.uv_stride, to.u_size = bytesOf(own[1]);
    to.v = own[2].data, to.v_stride = picture_.uv_stride, to.v_size = bytesOf(own[2]);
    if (facts.alpha)
      to.a = own[3].data, to.a_stride = picture_.a_stride, to.a_size = bytesOf(own[3]);
  }
  if (WebPDecode(file.data(), file.size(), &config) != VP8_STATUS_OK)
    return damagedWebp("picture data");
  return {};
}

std::vector<Plane> WebpPicture::planes() {
  const Size size = {picture_.width, picture_.height};
  const Size half = {(size.width + 1) / 2, (size.height + 1) / 2};
  const auto stride = [](int value) { return static_cast<std::size_t>(value); };
  if (lossless_)
    return {{reinterpret_cast<std::uint8_t*>(picture_.argb), size, 4 * stride(picture_.argb_stride),
             4, 4}};
  std::vector<Plane> all = {{picture_.y, size, stride(picture_.y_stride), 1, 1},
                            {picture_.u, half, stride(picture_.uv_stride), 1, 1, {2, 2}},
                            {picture_.v, half, stride(picture_.uv_stride), 1, 1, {2, 2}}};
  if (picture_.a != nullptr)
    all.push_back({picture_.a, size, stride(picture_.a_stride), 1, 1});
  return all;
}

Result<Bytes> WebpPicture::encode(const WebPConfig& config) {
  Bytes file;
  picture_.writer = append;
  picture_.custom_ptr = &file;
  if (WebPEncode(&config, &picture_) == 0)
    return imaging::outOfMemory();
  return file;
}

Result<WebPConfig> losslessConfig() {
  WebPConfig config;
  if (WebPConfigInit(&config) == 0 || WebPConfigLosslessPreset(&config, kLosslessEffort) == 0)
    return Error{ErrorCode::internal, "The WebP library does not fit this program", "config"};
  config.exact = 1;
  return config;
}

Result<WebPConfig> lossyConfig(float quality) {
  WebPConfig config;
  if (WebPConfigInit(&config) == 0)
    return Error{ErrorCode::internal, "The WebP library does not fit this program", "config"};
  config.quality = quality;
  config.method = kLossyEffort;
  config.alpha_quality = 100;
  config.exact = 1;
  return config;
}

float qualityLike(ByteView file) {
  const auto quantiser = vp8Quantiser(firstVp8Frame(file));
  if (!quantiser)
    return kLeastQuality;
  // The way from quality to quantiser that libwebp takes, backwards: a cube root of compression,
  // which is quality bent at three quarters.
  const float fineness = 1 - static_cast<float>(*quantiser) / 127;
  const float linear = fineness * fineness * fineness;
  const float quality = linear < 0.5F ? 150 * linear : 50 * linear + 50;
  return std::clamp(quality, kLeastQuality, 100.0F);
}

} // namespace photoscrub::redact
