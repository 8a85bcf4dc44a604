#include "formats/jxl_samples.h"

#include "formats/format_checks.h"

#include <cstdlib>
#include <memory>

#include <jxl/decode.h>
#include <jxl/encode.h>

namespace photoscrub::formats::testing {

namespace {

constexpr std::uint32_t kWidth = 37, kHeight = 29;

struct Recipe {
  const char* name;
  std::uint32_t colours = 3, bits = 8;
  bool lossless = false, alpha = false, profile = false, depth = false;
  JxlOrientation orientation = JXL_ORIENT_IDENTITY;
  int frames = 1;
};

constexpr Recipe kRecipes[] = {
    {"lossy"},
    {"lossless", 3, 8, true},
    {"grey", 1, 8, true},
    {"deep", 3, 16, true},
    {"alpha", 3, 8, true, true},
    {"lossyAlpha", 3, 8, false, true},
    {"turned", 3, 8, true, false, false, false, JXL_ORIENT_ROTATE_90_CW},
    {"mirrored", 3, 8, false, false, false, false, JXL_ORIENT_FLIP_HORIZONTAL},
    {"animated", 3, 8, true, false, false, false, JXL_ORIENT_IDENTITY, 3},
};
constexpr Recipe kSpecial[] = {
    {"profile", 3, 8, true, false, true},
    {"depth", 3, 8, true, false, false, true},
};

void need(JxlEncoderStatus status) {
  if (status != JXL_ENC_SUCCESS)
    std::abort();
}

JxlBasicInfo infoOf(const Recipe& recipe) {
  JxlBasicInfo info;
  JxlEncoderInitBasicInfo(&info);
  info.xsize = kWidth;
  info.ysize = kHeight;
  info.bits_per_sample = recipe.bits;
  info.num_color_channels = recipe.colours;
  info.uses_original_profile = recipe.lossless ? JXL_TRUE : JXL_FALSE;
  info.orientation = recipe.orientation;
  info.num_extra_channels = (recipe.alpha ? 1u : 0u) + (recipe.depth ? 1u : 0u);
  info.alpha_bits = recipe.alpha ? recipe.bits : 0;
  if (recipe.frames > 1) {
    info.have_animation = JXL_TRUE;
    info.animation.tps_numerator = 10;
    info.animation.tps_denominator = 1;
  }
  return info;
}

Bytes pixels(std::size_t size, int seed) {
  Bytes data(size);
  for (std::size_t i = 0; i < size; ++i)
    data[i] = static_cast<std::uint8_t>(i * 5 + i / 37 * 3 + static_cast<std::size_t>(seed) * 40);
  return data;
}

void describe(JxlEncoder* encoder, const Recipe& recipe) {
  const auto info = infoOf(recipe);
  need(JxlEncoderSetBasicInfo(encoder, &info));
  if (recipe.profile) {
    const auto profile = cleanProfile();
    need(JxlEncoderSetICCProfile(encoder, profile.data(), profile.size()));
  } else {
    JxlColorEncoding colours;
    JxlColorEncodingSetToSRGB(&colours, recipe.colours == 1 ? JXL_TRUE : JXL_FALSE);
    need(JxlEncoderSetColorEncoding(encoder, &colours));
  }
  if (recipe.depth) {
    JxlExtraChannelInfo channel;
    JxlEncoderInitExtraChannelInfo(JXL_CHANNEL_DEPTH, &channel);
    need(JxlEncoderSetExtraChannelInfo(encoder, 0, &channel));
    need(JxlEncoderSetExtraChannelName(encoder, 0, "S3CRET", 6));
  }
}

// libjxl writes a container where decoders have to know the level.
Bytes withoutContainer(const Bytes& file) {
  if (file[0] == 0xFF)
    return file;
  ByteReader reader(file);
  for (;;) {
    const auto size = reader.u32().value();
    const auto type = reader.take(4).value();
    const auto payload = size == 0 ? reader.rest() : reader.take(size - 8).value();
    if (asText(type) == "jxlc")
      return {payload.begin(), payload.end()};
  }
}

Bytes encode(const Recipe& recipe) {
  const std::unique_ptr<JxlEncoder, void (*)(JxlEncoder*)> encoder(JxlEncoderCreate(nullptr),
                                                                   JxlEncoderDestroy);
  describe(encoder.get(), recipe);
  auto* settings = JxlEncoderFrameSettingsCreate(encoder.get(), nullptr);
  need(JxlEncoderSetFrameLossless(settings, recipe.lossless ? JXL_TRUE : JXL_FALSE));
  need(JxlEncoderFrameSettingsSetOption(settings, JXL_ENC_FRAME_SETTING_EFFORT, 3));
  const auto channels = recipe.colours + (recipe.alpha ? 1u : 0u);
  const JxlPixelFormat format{channels, recipe.bits > 8 ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8,
                              JXL_LITTLE_ENDIAN, 0};
  const JxlPixelFormat single{1, JXL_TYPE_UINT8, JXL_LITTLE_ENDIAN, 0};
  for (int frame = 0; frame < recipe.frames; ++frame) {
    if (recipe.frames > 1) {
      JxlFrameHeader header;
      JxlEncoderInitFrameHeader(&header);
      header.duration = 3;
      need(JxlEncoderSetFrameHeader(settings, &header));
    }
    const auto data = pixels(std::size_t{kWidth} * kHeight * channels * recipe.bits / 8, frame);
    need(JxlEncoderAddImageFrame(settings, &format, data.data(), data.size()));
    const auto layer = pixels(std::size_t{kWidth} * kHeight, 9);
    if (recipe.depth)
      need(JxlEncoderSetExtraChannelBuffer(settings, &single, layer.data(), layer.size(), 0));
  }
  JxlEncoderCloseInput(encoder.get());
  Bytes out(1 << 20);
  auto* next = out.data();
  auto left = out.size();
  need(JxlEncoderProcessOutput(encoder.get(), &next, &left));
  out.resize(out.size() - left);
  return withoutContainer(out);
}

Bytes withHeader(std::uint32_t size, std::string_view type, const Bytes& rest) {
  ByteWriter out;
  out.u32(size).bytes(asBytes(type)).bytes(rest);
  return std::move(out).take();
}

} // namespace

const std::vector<JxlSample>& jxlSamples() {
  static const auto samples = [] {
    std::vector<JxlSample> all;
    for (const auto& recipe : kRecipes)
      all.push_back({recipe.name, encode(recipe)});
    return all;
  }();
  return samples;
}

Bytes jxlSample(std::string_view name) {
  for (const auto& sample : jxlSamples())
    if (sample.name == name)
      return sample.codestream;
  for (const auto& recipe : kSpecial)
    if (recipe.name == name)
      return encode(recipe);
  std::abort();
}

Bytes plainJxl() {
  return jxlSample("lossy");
}

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const auto& part : parts)
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

Bytes boxOf(std::string_view type, const Bytes& payload) {
  return withHeader(static_cast<std::uint32_t>(payload.size() + 8), type, payload);
}

Bytes longBoxOf(std::string_view type, const Bytes& payload) {
  ByteWriter size;
  size.u64(payload.size() + 16).bytes(payload);
  return withHeader(1, type, size.view());
}

Bytes openBoxOf(std::string_view type, const Bytes& payload) {
  return withHeader(0, type, payload);
}

Bytes jxlHead() {
  const Bytes signature = {0x0D, 0x0A, 0x87, 0x0A};
  const Bytes fileType = {'j', 'x', 'l', ' ', 0, 0, 0, 0, 'j', 'x', 'l', ' '};
  return joined({boxOf("JXL ", signature), boxOf("ftyp", fileType)});
}

Bytes jxlFile(const Bytes& codestream, const Bytes& before, const Bytes& behind) {
  return joined({jxlHead(), before, boxOf("jxlc", codestream), behind});
}

Bytes jxlInPieces(const Bytes& codestream, const std::vector<std::size_t>& lengths) {
  Bytes file = jxlHead();
  std::uint32_t number = 0;
  ByteReader reader(codestream);
  const auto add = [&](std::uint32_t mark, ByteView piece) {
    const auto box = boxOf("jxlp", std::move(ByteWriter().u32(mark).bytes(piece)).take());
    file.insert(file.end(), box.begin(), box.end());
  };
  for (const auto length : lengths)
    add(number++, reader.take(length).value());
  add(number | 0x8000'0000, reader.rest());
  return file;
}

std::optional<DecodedJxl> decodeJxl(const Bytes& file) {
  const std::unique_ptr<JxlDecoder, void (*)(JxlDecoder*)> decoder(JxlDecoderCreate(nullptr),
                                                                   JxlDecoderDestroy);
  const JxlPixelFormat format{4, JXL_TYPE_UINT16, JXL_LITTLE_ENDIAN, 0};
  JxlDecoderSubscribeEvents(decoder.get(), JXL_DEC_BASIC_INFO | JXL_DEC_FULL_IMAGE);
  JxlDecoderSetInput(decoder.get(), file.data(), file.size());
  JxlDecoderCloseInput(decoder.get());
  DecodedJxl decoded;
  for (;;) {
    switch (JxlDecoderProcessInput(decoder.get())) {
    case JXL_DEC_BASIC_INFO: {
      JxlBasicInfo info;
      JxlDecoderGetBasicInfo(decoder.get(), &info);
      decoded.size = {static_cast<int>(info.xsize), static_cast<int>(info.ysize)};
      break;
    }
    case JXL_DEC_NEED_IMAGE_OUT_BUFFER: {
      std::size_t size = 0;
      if (JxlDecoderImageOutBufferSize(decoder.get(), &format, &size) != JXL_DEC_SUCCESS)
        return std::nullopt;
      auto& frame = decoded.frames.emplace_back(size);
      JxlDecoderSetImageOutBuffer(decoder.get(), &format, frame.data(), frame.size());
      break;
    }
    case JXL_DEC_FULL_IMAGE:
      break;
    case JXL_DEC_SUCCESS:
      return decoded;
    default:
      return std::nullopt;
    }
  }
}

} // namespace photoscrub::formats::testing
