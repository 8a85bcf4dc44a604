#include "redact/redact.h"

#include "imaging/codec.h"
#include "imaging/quiet.h"
#include "redact/codecs.h"

#include <algorithm>
#include <array>

namespace photoscrub::redact {

namespace {

using imaging::Codec;
using imaging::codecOf;

struct Jobs {
  Codec codec;
  Result<Bytes> (*cover)(ByteView, const RedactOptions&, const Limits&);
  Result<Outside> (*verify)(ByteView, ByteView, const RedactOptions&, const Limits&);
  Result<bool> (*offersFaces)(ByteView, const Limits&);
};

Result<bool> never(ByteView /*file*/, const Limits& /*limits*/) {
  return false;
}

constexpr std::array kJobs = {
    Jobs{Codec::jpeg, coverJpeg, verifyJpeg, jpegOffersFaces},
    Jobs{Codec::png, coverPng, verifyPng, pngOffersFaces},
    Jobs{Codec::webp, coverWebp, verifyWebp, webpOffersFaces},
    Jobs{Codec::gif, coverGif, verifyGif, never},
    Jobs{Codec::tiff, coverTiff, verifyTiff, tiffOffersFaces},
    Jobs{Codec::bmp, coverBmp, verifyBmp, bmpOffersFaces},
    Jobs{Codec::heif, coverHeif, verifyHeif, never},
    Jobs{Codec::jpegXl, coverJxl, verifyJxl, never},
    Jobs{Codec::jpeg2000, coverJp2, verifyJp2, never},
};

Result<Jobs> jobsFor(ByteView file) {
  const auto found = std::find_if(kJobs.begin(), kJobs.end(), [codec = codecOf(file)](auto& jobs) {
    return jobs.codec == codec;
  });
  if (found == kJobs.end())
    return Error{ErrorCode::unsupported,
                 "Pictures of this format cannot be covered. Save it as JPEG or PNG in another "
                 "program first",
                 ""};
  return *found;
}

} // namespace

Error leak(std::string detail) {
  return {ErrorCode::leak, "The saved picture is not covered as it should be", std::move(detail)};
}

Result<Bytes> coverRegions(ByteView file, const RedactOptions& options, const Limits& limits) {
  return imaging::withinMemory([&]() -> Result<Bytes> {
    const imaging::QuietLibraries quiet;
    PHOTOSCRUB_TRY(jobs, jobsFor(file));
    return jobs.cover(file, options, limits);
  });
}

Result<Outside> verifyCovered(ByteView original, ByteView saved, const RedactOptions& options,
                              const Limits& limits) {
  return imaging::withinMemory([&]() -> Result<Outside> {
    if (codecOf(original) != codecOf(saved))
      return leak("another format");
    const imaging::QuietLibraries quiet;
    PHOTOSCRUB_TRY(jobs, jobsFor(original));
    return jobs.verify(original, saved, options, limits);
  });
}

Result<bool> offers(Style style, ByteView file, const Limits& limits) {
  return imaging::withinMemory([&]() -> Result<bool> {
    const imaging::QuietLibraries quiet;
    PHOTOSCRUB_TRY(jobs, jobsFor(file));
    if (style == Style::solid)
      return true;
    return jobs.offersFaces(file, limits);
  });
}

} // namespace photoscrub::redact
