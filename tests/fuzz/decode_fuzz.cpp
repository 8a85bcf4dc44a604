/// Any bytes as a picture of any format, decoded whole, small and as a JPEG for posting. Most of
/// what runs is codec libraries, which carry no coverage; the target is for the code around them
/// and for BMP, which has no library.
#include "fuzz/fuzz_checks.h"
#include "imaging/picture.h"
#include "imaging/to_jpeg.h"

using namespace photoscrub;

namespace {

/// Decoding is slow with sanitizers.
Limits decodingLimits() {
  Limits limits = fuzz::smallLimits();
  limits.maxPixels = 1u << 18;
  return limits;
}

void checkPicture(const Result<imaging::Picture>& result) {
  fuzz::requireDocumentedError(result);
  if (!result.ok())
    return;
  const auto& picture = result.value();
  const Size size = picture.image.size();
  fuzz::require(size.width > 0 && size.height > 0, "a picture has a size");
  fuzz::require(size.width <= picture.fullSize.width && size.height <= picture.fullSize.height,
                "a picture is no larger than it is");
  fuzz::require(picture.image.channels() == 3, "a picture is BGR");
  fuzz::require(picture.scale > 0 && picture.scale <= 1, "a picture is not enlarged");
}

} // namespace

/// libdav1d 1.0 loses 80 bytes on some damaged files, which is not ours to mend and does not matter
/// to a worker process.
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  imaging::prepare();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView file{data, size};
  const Limits limits = decodingLimits();
  const auto small = imaging::decodePicture(file, {Orientation::turned90, 32}, limits);
  checkPicture(small);
  const auto whole = imaging::decodePicture(file, {Orientation::normal, 65'500}, limits);
  checkPicture(whole);
  if (!whole.ok())
    return 0;
  const auto jpeg = imaging::toJpeg(file, {}, limits);
  fuzz::requireDocumentedError(jpeg);
  if (!jpeg.ok())
    return 0;
  const auto again = imaging::decodePicture(jpeg.value(), {Orientation::normal, 65'500}, limits);
  fuzz::require(again.ok() && again.value().fullSize == whole.value().fullSize,
                "a JPEG for posting has the size of the picture");
  return 0;
}
