/// Any bytes as a picture of any format, covered and proven. The last bytes of the input say where
/// the covers are and of which style.
#include "fuzz/fuzz_checks.h"
#include "imaging/picture.h"
#include "redact/redact.h"

#include <algorithm>
#include <cstring>

using namespace photoscrub;

namespace {

constexpr std::size_t kCoverBytes = 9; // style, then x, y, width and height of 16 bits each
constexpr std::size_t kMostCovers = 8;

/// Covering is slow with sanitizers.
Limits coveringLimits() {
  Limits limits = fuzz::smallLimits();
  limits.maxPixels = 1u << 17;
  limits.maxParts = 20;
  return limits;
}

redact::Cover coverFrom(ByteView bytes) {
  const auto number = [&](std::size_t i) {
    std::int16_t value = 0;
    std::memcpy(&value, bytes.data() + 1 + 2 * i, sizeof value);
    return int{value};
  };
  return {{number(0), number(1), number(2), number(3)}, static_cast<redact::Style>(bytes[0] % 3)};
}

/// Takes the covers off the end of `file`: the last byte is how many.
redact::RedactOptions optionsFrom(ByteView& file) {
  redact::RedactOptions options;
  const std::uint8_t last = file.empty() ? std::uint8_t{0} : file.back();
  file = file.first(file.size() - (file.empty() ? 0 : 1));
  options.orientation = orientationFrom(1 + last / 16 % 8);
  options.noise = last;
  for (std::size_t left = last % kMostCovers; left > 0 && file.size() >= kCoverBytes; --left) {
    options.covers.push_back(coverFrom(file.last(kCoverBytes)));
    file = file.first(file.size() - kCoverBytes);
  }
  return options;
}

} // namespace

/// libdav1d 1.0 loses 80 bytes on some damaged files, which is not ours to mend and does not matter
/// to a worker process.
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  imaging::prepare();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteView file{data, size};
  const auto options = optionsFrom(file);
  const Limits limits = coveringLimits();
  const auto saved = redact::coverRegions(file, options, limits);
  fuzz::requireDocumentedError(saved);
  if (!saved.ok())
    return 0;
  // A damaged picture may read in two ways, which the proof then refuses; it may not pass another
  // picture.
  const auto proof = redact::verifyCovered(file, saved.value(), options, limits);
  fuzz::requireDocumentedError(proof);
  const auto offered = redact::offers(redact::Style::blur, file, limits);
  fuzz::require(offered.ok(), "what can be covered has an answer about styles");
  // Once the bytes are our own there is one way to read them.
  const auto again = redact::coverRegions(saved.value(), options, limits);
  fuzz::requireDocumentedError(again);
  if (!again.ok())
    return 0;
  const auto second = redact::verifyCovered(saved.value(), again.value(), options, limits);
  if (!second.ok() && proof.ok())
    std::fprintf(stderr, "%s\n", second.error().describe(true).c_str());
  fuzz::require(second.ok() || !proof.ok(), "a covered picture can be covered again");
  return 0;
}
