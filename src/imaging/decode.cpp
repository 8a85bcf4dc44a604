#include "imaging/codec.h"
#include "imaging/decoders.h"
#include "imaging/heif_library.h"
#include "imaging/orient.h"
#include "imaging/quiet.h"

namespace photoscrub::imaging {

namespace {

Result<Picture> decodeStored(ByteView file, const DecodeOptions& options, const Limits& limits) {
  switch (codecOf(file)) {
  case Codec::jpeg:
    return decodeJpeg(file, options, limits);
  case Codec::png:
    return decodePng(file, options, limits);
  case Codec::gif:
    return decodeGif(file, options, limits);
  case Codec::webp:
    return decodeWebp(file, options, limits);
  case Codec::tiff:
    return decodeTiff(file, options, limits);
  case Codec::bmp:
    return decodeBmp(file, options, limits);
  case Codec::heif:
    return decodeHeif(file, options, limits);
  case Codec::jpegXl:
    return decodeJpegXl(file, options, limits);
  case Codec::jpeg2000:
    return decodeJpeg2000(file, options, limits);
  case Codec::other:
    break;
  }
  return Error{ErrorCode::unsupported, "photoscrub cannot open pictures of this kind", ""};
}

} // namespace

Status checkSize(std::uint64_t width, std::uint64_t height, const Limits& limits) {
  if (width == 0 || height == 0)
    return Error{ErrorCode::malformed, "The picture is damaged: it has no size", ""};
  if (width > limits.maxSide || height > limits.maxSide || width * height > limits.maxPixels)
    return Error{ErrorCode::limit, "The picture has more pixels than photoscrub opens",
                 std::to_string(width) + " x " + std::to_string(height)};
  return {};
}

Status checkWorkingMemory(std::uint64_t bytes) {
  if (bytes <= kMostWorkingBytes)
    return {};
  return Error{ErrorCode::limit, "The picture needs more memory than photoscrub gives to one file",
               std::to_string(bytes >> 20) + " MiB"};
}

Error outOfMemory() {
  return {ErrorCode::limit, "The picture needs more memory than this computer gives it", ""};
}

void prepare() {
  prepareHeif();
}

Result<Picture> decodePicture(ByteView file, const DecodeOptions& options, const Limits& limits) {
  return withinMemory([&]() -> Result<Picture> {
    const QuietLibraries quiet;
    PHOTOSCRUB_TRY(picture, decodeStored(file, options, limits));
    picture.image = turnedUpright(std::move(picture.image), options.orientation);
    picture.fullSize = uprightSize(picture.fullSize, options.orientation);
    return picture;
  });
}

} // namespace photoscrub::imaging
