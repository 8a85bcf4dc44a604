/// Any bytes as a WebP file, the whole way.
#include "formats/webp.h"
#include "fuzz/fuzz_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const photoscrub::formats::Webp format;
  photoscrub::fuzz::checkFormat(format, {data, size});
  return 0;
}
