/// Any bytes as a BMP file, the whole way.
#include "formats/bmp.h"
#include "fuzz/fuzz_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const photoscrub::formats::Bmp format;
  photoscrub::fuzz::checkFormat(format, {data, size});
  return 0;
}
