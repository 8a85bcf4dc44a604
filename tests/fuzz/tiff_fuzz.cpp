/// Any bytes as a TIFF file, the whole way.
#include "formats/tiff.h"
#include "fuzz/fuzz_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const photoscrub::formats::Tiff format;
  photoscrub::fuzz::checkFormat(format, {data, size});
  return 0;
}
