/// Any bytes as a JPEG XL file, the whole way.
#include "formats/jxl.h"
#include "fuzz/fuzz_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const photoscrub::formats::Jxl format;
  photoscrub::fuzz::checkFormat(format, {data, size});
  return 0;
}
