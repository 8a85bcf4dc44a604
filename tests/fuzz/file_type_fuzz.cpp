/// Any bytes as the beginning of a file.
#include "formats/file_type.h"
#include "formats/registry.h"
#include "formats/trailer.h"
#include "fuzz/fuzz_checks.h"

using namespace photoscrub;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView file{data, size};
  const auto type = formats::recogniseFileType(file);
  fuzz::require(!formats::name(type).empty() && !formats::key(type).empty(), "a type has a name");
  fuzz::require(formats::formatFor(type) || !formats::advice(type).empty(),
                "a file that is refused comes with advice");
  fuzz::require(formats::fits(type, formats::extension(type)) || formats::extension(type).empty(),
                "an extension fits its type");
  for (const auto& part : formats::describeTrailer(file, size / 2))
    fuzz::require(part.offset >= size / 2 && part.size <= size - part.offset,
                  "a part lies within the trailer");
  return 0;
}
