#include "imaging/codec.h"
#include "imaging/decoders.h"
#include "imaging/row_sink.h"

#include <memory>

#include <jxl/decode.h>

namespace photoscrub::imaging {

namespace {

struct Destroy {
  void operator()(JxlDecoder* decoder) const { JxlDecoderDestroy(decoder); }
};
using Decoder = std::unique_ptr<JxlDecoder, Destroy>;

Error damaged(std::string detail) {
  return {ErrorCode::malformed, "The JPEG XL picture is damaged and cannot be read",
          std::move(detail)};
}

// What libjxl 0.7 needs depends on the coding tools, which nobody knows before it decodes. With 12
// megapixels: 3 bytes for what cameras and cjxl write, 26 for "responsive" lossless coding.
constexpr std::uint64_t kLibraryBytesPerPixel = 26;

// What is known before the pixels come.
struct Header {
  JxlBasicInfo info{};
  Size size;
  int channels = 3;
  PictureColour colour;
};

Status checkChannels(JxlDecoder* decoder, const JxlBasicInfo& info) {
  for (std::uint32_t i = 0; i < info.num_extra_channels; ++i) {
    JxlExtraChannelInfo extra{};
    if (JxlDecoderGetExtraChannelInfo(decoder, i, &extra) == JXL_DEC_SUCCESS &&
        extra.type == JXL_CHANNEL_BLACK)
      return Error{ErrorCode::unsupported,
                   "This JPEG XL stores printing inks, which photoscrub cannot handle", ""};
  }
  return {};
}

Result<Header> readInfo(JxlDecoder* decoder, const Limits& limits) {
  Header header;
  if (JxlDecoderGetBasicInfo(decoder, &header.info) != JXL_DEC_SUCCESS)
    return damaged("header");
  const auto& info = header.info;
  PHOTOSCRUB_CHECK(checkSize(info.xsize, info.ysize, limits));
  header.size = {static_cast<int>(info.xsize), static_cast<int>(info.ysize)};
  header.channels = info.alpha_bits > 0 ? 4 : 3;
  PHOTOSCRUB_CHECK(
      checkWorkingMemory(std::uint64_t{info.xsize} * info.ysize *
                         (kLibraryBytesPerPixel + static_cast<std::uint64_t>(header.channels))));
  PHOTOSCRUB_CHECK(checkChannels(decoder, info));
  return header;
}

JxlColorEncoding srgb() {
  JxlColorEncoding encoding{};
  encoding.color_space = JXL_COLOR_SPACE_RGB;
  encoding.white_point = JXL_WHITE_POINT_D65;
  encoding.primaries = JXL_PRIMARIES_SRGB;
  encoding.transfer_function = JXL_TRANSFER_FUNCTION_SRGB;
  encoding.rendering_intent = JXL_RENDERING_INTENT_RELATIVE;
  return encoding;
}

// What the codestream says in words instead of a profile, as numbers of H.273, which libjxl uses
// for its own. Anything with numbers of its own (gamma, odd primaries) is left to the profile.
bool readNumbers(JxlDecoder* decoder, PictureColour& colour) {
  JxlColorEncoding said{};
  if (JxlDecoderGetColorAsEncodedProfile(decoder, nullptr, JXL_COLOR_PROFILE_TARGET_DATA, &said) !=
          JXL_DEC_SUCCESS ||
      said.white_point != JXL_WHITE_POINT_D65 ||
      said.transfer_function == JXL_TRANSFER_FUNCTION_GAMMA ||
      said.transfer_function == JXL_TRANSFER_FUNCTION_UNKNOWN)
    return false;
  const bool grey = said.color_space == JXL_COLOR_SPACE_GRAY;
  if (!grey && (said.color_space != JXL_COLOR_SPACE_RGB || said.primaries == JXL_PRIMARIES_CUSTOM))
    return false;
  constexpr int kDisplayP3 = 12; // H.273 has one number for each white; libjxl only that of DCI
  colour.primaries = grey                                 ? 1
                     : said.primaries == JXL_PRIMARIES_P3 ? kDisplayP3
                                                          : static_cast<int>(said.primaries);
  colour.transfer = static_cast<int>(said.transfer_function);
  return true;
}

// libjxl turns its own colour model (XYB) into what is asked for; all others stay as they are.
PictureColour chooseColour(JxlDecoder* decoder, const JxlBasicInfo& info, const Limits& limits) {
  PictureColour colour;
  if (!info.uses_original_profile) {
    JxlColorEncoding wanted = srgb();
    if (info.num_color_channels == 1)
      wanted.color_space = JXL_COLOR_SPACE_GRAY;
    colour.isSrgb = JxlDecoderSetPreferredColorProfile(decoder, &wanted) == JXL_DEC_SUCCESS;
    if (colour.isSrgb)
      return colour;
  }
  if (readNumbers(decoder, colour))
    return colour;
  std::size_t bytes = 0;
  if (JxlDecoderGetICCProfileSize(decoder, nullptr, JXL_COLOR_PROFILE_TARGET_DATA, &bytes) !=
          JXL_DEC_SUCCESS ||
      bytes > limits.maxProfileBytes)
    return colour;
  colour.profile.resize(bytes);
  if (JxlDecoderGetColorAsICCProfile(decoder, nullptr, JXL_COLOR_PROFILE_TARGET_DATA,
                                     colour.profile.data(), bytes) != JXL_DEC_SUCCESS)
    colour.profile.clear();
  return colour;
}

struct Frame {
  Header header;
  Bytes pixels; // RGB or RGBA
  bool sized = false;
  bool complete = false;
};

Status giveBuffer(JxlDecoder* decoder, Frame& frame) {
  const auto channels = static_cast<std::uint32_t>(frame.header.channels);
  const JxlPixelFormat format{channels, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
  std::size_t bytes = 0;
  if (JxlDecoderImageOutBufferSize(decoder, &format, &bytes) != JXL_DEC_SUCCESS)
    return damaged("buffer");
  const auto needed = static_cast<std::uint64_t>(frame.header.size.width) *
                      static_cast<std::uint64_t>(frame.header.size.height) * channels;
  if (bytes != needed)
    return damaged("buffer size");
  frame.pixels.assign(bytes, 0xFF);
  if (JxlDecoderSetImageOutBuffer(decoder, &format, frame.pixels.data(), bytes) != JXL_DEC_SUCCESS)
    return damaged("buffer");
  return {};
}

// One event of the decoder. True: there is nothing more to do.
Result<bool> handle(JxlDecoder* decoder, JxlDecoderStatus event, Frame& frame,
                    const Limits& limits) {
  switch (event) {
  case JXL_DEC_BASIC_INFO: {
    PHOTOSCRUB_TRY(header, readInfo(decoder, limits));
    frame.header = std::move(header);
    frame.sized = true;
    return false;
  }
  case JXL_DEC_COLOR_ENCODING:
    frame.header.colour = chooseColour(decoder, frame.header.info, limits);
    return false;
  case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
    PHOTOSCRUB_CHECK(giveBuffer(decoder, frame));
    return false;
  case JXL_DEC_FULL_IMAGE:
    frame.complete = true;
    return true;
  default:
    break;
  }
  // The end of the input, or damage: what came of the pixels can be had.
  if (frame.pixels.empty() || JxlDecoderFlushImage(decoder) != JXL_DEC_SUCCESS)
    return damaged("status " + std::to_string(event));
  return true;
}

} // namespace

Result<Picture> decodeJpegXl(ByteView file, const DecodeOptions& options, const Limits& limits) {
  const Decoder decoder(JxlDecoderCreate(nullptr));
  if (!decoder)
    return outOfMemory();
  constexpr int kEvents = JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE;
  if (JxlDecoderSubscribeEvents(decoder.get(), kEvents) != JXL_DEC_SUCCESS ||
      JxlDecoderSetInput(decoder.get(), file.data(), file.size()) != JXL_DEC_SUCCESS)
    return Error{ErrorCode::internal, "The JPEG XL library does not fit this program", ""};
  Frame frame;
  for (bool done = false; !done;) {
    PHOTOSCRUB_TRY(ended,
                   handle(decoder.get(), JxlDecoderProcessInput(decoder.get()), frame, limits));
    done = ended;
  }
  if (!frame.sized || frame.pixels.empty())
    return damaged("no picture");
  const Header& header = frame.header;
  const Pixels pixels = header.channels == 3                   ? Pixels::rgb
                        : header.info.alpha_premultiplied != 0 ? Pixels::rgbaPremultiplied
                                                               : Pixels::rgba;
  RowSink sink(header.size, options.longSide, pixels);
  const auto stride =
      static_cast<std::size_t>(header.size.width) * static_cast<std::size_t>(header.channels);
  for (std::size_t y = 0; y < static_cast<std::size_t>(header.size.height); ++y)
    sink.add(frame.pixels.data() + stride * y);
  Picture picture = std::move(sink).take();
  picture.animated = header.info.have_animation != 0;
  picture.colour = header.colour;
  if (!frame.complete)
    picture.warnings.emplace_back("image data is missing");
  return picture;
}

} // namespace photoscrub::imaging
