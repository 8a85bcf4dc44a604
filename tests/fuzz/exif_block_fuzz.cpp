/// Any bytes as an Exif block: read as one from a camera, and checked as one of our own.
#include "formats/exif_block.h"
#include "fuzz/fuzz_checks.h"

using namespace photoscrub;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView block{data, size};
  const auto summary = formats::summariseExif(block);
  const int orientation = static_cast<int>(summary.orientation);
  fuzz::require(orientation >= 1 && orientation <= 8, "an orientation is one of eight");
  fuzz::require(summary.readable || summary.orientation == Orientation::normal,
                "an unreadable block says nothing");
  const auto clean = formats::checkCleanExif(block);
  fuzz::requireDocumentedError(clean);
  fuzz::require(!clean.ok() || size <= 65'536, "a clean block fits a segment");
  const auto ours = formats::orientationBlock(summary.orientation);
  fuzz::require(ours.empty() || formats::checkCleanExif(ours).ok(), "our own block is clean");
  return 0;
}
