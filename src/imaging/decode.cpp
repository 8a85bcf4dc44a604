#include "imaging/codec.h"
#include "imaging/decoders.h"
#include "imaging/orient.h"

#include <array>

namespace photoscrub::imaging {

namespace {

constexpr std::array<std::uint8_t, 3> kJpegStart = {0xFF, 0xD8, 0xFF};
constexpr std::array<std::uint8_t, 8> kPngStart = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

Result<Picture> decodeStored(ByteView file, const DecodeOptions& options, const Limits& limits) {
  switch (codecOf(file)) {
  case Codec::jpeg:
    return decodeJpeg(file, options, limits);
  case Codec::png:
    return decodePng(file, options, limits);
  case Codec::other:
    break;
  }
  return Error{ErrorCode::unsupported, "The picture is neither a JPEG nor a PNG", ""};
}

} // namespace

Codec codecOf(ByteView file) {
  if (startsWith(file, kJpegStart))
    return Codec::jpeg;
  if (startsWith(file, kPngStart))
    return Codec::png;
  return Codec::other;
}

Status checkSize(std::uint64_t width, std::uint64_t height, const Limits& limits) {
  if (width == 0 || height == 0)
    return Error{ErrorCode::malformed, "The picture is damaged: it has no size", ""};
  if (width > limits.maxSide || height > limits.maxSide || width * height > limits.maxPixels)
    return Error{ErrorCode::limit, "The picture has more pixels than photoscrub opens",
                 std::to_string(width) + " x " + std::to_string(height)};
  return {};
}

Error outOfMemory() {
  return {ErrorCode::limit, "The picture needs more memory than this computer gives it", ""};
}

Result<Picture> decodePicture(ByteView file, const DecodeOptions& options, const Limits& limits) {
  return withinMemory([&]() -> Result<Picture> {
    PHOTOSCRUB_TRY(picture, decodeStored(file, options, limits));
    picture.image = turnedUpright(std::move(picture.image), options.orientation);
    picture.fullSize = uprightSize(picture.fullSize, options.orientation);
    return picture;
  });
}

} // namespace photoscrub::imaging
