/// Any bytes as a PNG file, the whole way.
#include "formats/png.h"
#include "fuzz/fuzz_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const photoscrub::formats::Png format;
  photoscrub::fuzz::checkFormat(format, {data, size});
  return 0;
}
