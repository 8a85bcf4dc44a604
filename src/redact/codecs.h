/// The two jobs of redact.h, one pair a format. Internal to src/redact.
#pragma once

#include "redact/redact.h"

namespace photoscrub::redact {

Result<Bytes> coverJpeg(ByteView file, const RedactOptions& options, const Limits& limits);
Result<Bytes> coverPng(ByteView file, const RedactOptions& options, const Limits& limits);
Result<Bytes> coverWebp(ByteView file, const RedactOptions& options, const Limits& limits);
Result<Bytes> coverBmp(ByteView file, const RedactOptions& options, const Limits& limits);
Result<Bytes> coverGif(ByteView file, const RedactOptions& options, const Limits& limits);
Result<Bytes> coverTiff(ByteView file, const RedactOptions& options, const Limits& limits);
Result<Bytes> coverHeif(ByteView file, const RedactOptions& options, const Limits& limits);
Result<Bytes> coverJxl(ByteView file, const RedactOptions& options, const Limits& limits);
Result<Bytes> coverJp2(ByteView file, const RedactOptions& options, const Limits& limits);

/// REQUIRES of all: `original` and `saved` are of that format.
Result<Outside> verifyJpeg(ByteView original, ByteView saved, const RedactOptions& options,
                           const Limits& limits);
Result<Outside> verifyPng(ByteView original, ByteView saved, const RedactOptions& options,
                          const Limits& limits);
Result<Outside> verifyWebp(ByteView original, ByteView saved, const RedactOptions& options,
                           const Limits& limits);
Result<Outside> verifyBmp(ByteView original, ByteView saved, const RedactOptions& options,
                          const Limits& limits);
Result<Outside> verifyGif(ByteView original, ByteView saved, const RedactOptions& options,
                          const Limits& limits);
Result<Outside> verifyTiff(ByteView original, ByteView saved, const RedactOptions& options,
                           const Limits& limits);
Result<Outside> verifyHeif(ByteView original, ByteView saved, const RedactOptions& options,
                           const Limits& limits);
Result<Outside> verifyJxl(ByteView original, ByteView saved, const RedactOptions& options,
                          const Limits& limits);
Result<Outside> verifyJp2(ByteView original, ByteView saved, const RedactOptions& options,
                          const Limits& limits);

/// Does redact.h's offers() hold? The other formats never do.
Result<bool> jpegOffersFaces(ByteView file, const Limits& limits);
Result<bool> pngOffersFaces(ByteView file, const Limits& limits);
Result<bool> webpOffersFaces(ByteView file, const Limits& limits);
Result<bool> tiffOffersFaces(ByteView file, const Limits& limits);
Result<bool> bmpOffersFaces(ByteView file, const Limits& limits);

/// What verification says when `detail` did not hold.
Error leak(std::string detail);

} // namespace photoscrub::redact
