/// Any bytes as an MP4 or QuickTime file, the whole way.
#include "formats/video.h"
#include "fuzz/fuzz_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const photoscrub::formats::IsoVideo format;
  photoscrub::fuzz::checkFormat(format, {data, size});
  return 0;
}
