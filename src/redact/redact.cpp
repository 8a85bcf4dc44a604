#include "redact/redact.h"

#include "imaging/codec.h"
#include "redact/codecs.h"

namespace photoscrub::redact {

namespace {

using imaging::Codec;
using imaging::codecOf;

Error otherFormat() {
  return {ErrorCode::unsupported, "Only JPEG and PNG pictures can be covered", ""};
}

} // namespace

Error leak(std::string detail) {
  return {ErrorCode::leak, "The saved picture is not covered as it should be", std::move(detail)};
}

Result<Bytes> coverRegions(ByteView file, const RedactOptions& options, const Limits& limits) {
  return imaging::withinMemory([&]() -> Result<Bytes> {
    switch (codecOf(file)) {
    case Codec::jpeg:
      return coverJpeg(file, options, limits);
    case Codec::png:
      return coverPng(file, options, limits);
    default:
      break;
    }
    return otherFormat();
  });
}

Status verifyCovered(ByteView original, ByteView saved, const RedactOptions& options,
                     const Limits& limits) {
  return imaging::withinMemory([&]() -> Status {
    if (codecOf(original) != codecOf(saved))
      return leak("another format");
    switch (codecOf(original)) {
    case Codec::jpeg:
      return verifyJpeg(original, saved, options, limits);
    case Codec::png:
      return verifyPng(original, saved, options, limits);
    default:
      break;
    }
    return otherFormat();
  });
}

} // namespace photoscrub::redact
