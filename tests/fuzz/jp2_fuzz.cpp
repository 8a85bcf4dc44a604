/// Any bytes as a JPEG 2000 file, the whole way.
#include "formats/jp2.h"
#include "fuzz/fuzz_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const photoscrub::formats::Jp2 format;
  photoscrub::fuzz::checkFormat(format, {data, size});
  return 0;
}
