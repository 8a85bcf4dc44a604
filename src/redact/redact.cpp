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
};

constexpr std::array kJobs = {
    Jobs{Codec::jpeg, coverJpeg, verifyJpeg},   Jobs{Codec::png, coverPng, verifyPng},
    Jobs{Codec::webp, coverWebp, verifyWebp},   Jobs{Codec::gif, coverGif, verifyGif},
    Jobs{Codec::tiff, coverTiff, verifyTiff},   Jobs{Codec::bmp, coverBmp, verifyBmp},
    Jobs{Codec::heif, coverHeif, verifyHeif},   Jobs{Codec::jpegXl, coverJxl, verifyJxl},
    Jobs{Codec::jpeg2000, coverJp2, verifyJp2},
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

} // namespace photoscrub::redact
