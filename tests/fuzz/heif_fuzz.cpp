/// Any bytes as a HEIF and as an AVIF file, the whole way.
#include "formats/heif.h"
#include "fuzz/fuzz_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using photoscrub::formats::FileType;
  static const photoscrub::formats::Heif heif(FileType::heif), avif(FileType::avif);
  photoscrub::fuzz::checkFormat(heif, {data, size});
  photoscrub::fuzz::checkFormat(avif, {data, size});
  return 0;
}
