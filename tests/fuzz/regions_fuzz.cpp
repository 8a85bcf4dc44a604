/// Any bytes as a regions file, and the covers that follow from it.
#include "fuzz/fuzz_checks.h"
#include "scrub/covers.h"
#include "scrub/judgement.h"

#include <string>

using namespace photoscrub;

namespace {

const std::string kHash(64, 'a');
constexpr Size kPhoto = {640, 480};

void checkCovers(const std::vector<scrub::Decision>& decisions) {
  std::vector<scrub::JudgedRegion> regions;
  for (const auto& decision : decisions) {
    regions.push_back(scrub::judged(decision, {}));
    regions.back().redacted = true;
  }
  for (const auto& cover : scrub::coversFor(regions, {}, kPhoto)) {
    fuzz::require(!cover.box.empty(), "no cover is empty");
    fuzz::require(intersection(cover.box, {0, 0, kPhoto.width, kPhoto.height}) == cover.box,
                  "covers lie in the photo");
  }
  scrub::markCovered(regions, {}, kPhoto);
}

void check(std::string_view text) {
  const auto file = scrub::RegionsFile::read(text);
  fuzz::requireDocumentedError(file);
  if (!file.ok())
    return;
  if (const auto* decisions = file.value().of(kHash); decisions && decisions->size() < 50)
    checkCovers(*decisions);
}

} // namespace

// The bytes as a file, and as the regions of one that is in order up to there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  check(bytes);
  check(std::string("{\"input_sha256\":\"")
            .append(kHash)
            .append("\",\"regions\":[")
            .append(bytes)
            .append("]}"));
  return 0;
}
