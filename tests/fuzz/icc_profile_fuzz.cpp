/// Any bytes as a colour profile: what can be read can be written in the clean form, once and for
/// all.
#include "formats/icc_profile.h"
#include "fuzz/fuzz_checks.h"

using namespace photoscrub;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView icc{data, size};
  const auto given = formats::checkCleanProfile(icc);
  fuzz::requireDocumentedError(given);
  const auto parts = formats::readIccParts(icc);
  fuzz::requireDocumentedError(parts);
  if (!parts.ok())
    return 0;
  const Bytes written = formats::writeIccProfile(parts.value(), formats::kRebuiltRgb);
  fuzz::require(formats::checkCleanProfile(written).ok(), "a written profile is clean");
  const auto again = formats::readIccParts(written);
  fuzz::require(again.ok(), "a written profile can be read");
  fuzz::require(formats::writeIccProfile(again.value(), formats::kRebuiltRgb) == written,
                "cleaning twice equals once");
  return 0;
}
