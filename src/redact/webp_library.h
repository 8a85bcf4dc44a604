/// libwebp behind C++ values: decoding to stored samples, coding again. Internal to src/redact.
/// Not thread-safe.
#pragma once

#include "redact/plane.h"
#include "redact/redact.h"

#include <array>

#include <webp/decode.h>
#include <webp/encode.h>

namespace photoscrub::redact {

Error damagedWebp(std::string detail);

/// What a still WebP, or the file an animation is in, says of itself.
struct WebpFacts {
  Size size;
  bool lossless = false;
  bool animated = false;
  bool alpha = false;
};
/// Errors: malformed, limit.
Result<WebpFacts> readWebpFacts(ByteView file, const Limits& limits);

/// A decoded still picture: B G R A side by side where lossless, else Y, U, V and alpha.
class WebpPicture {
public:
  WebpPicture();
  ~WebpPicture();
  WebpPicture(const WebpPicture&) = delete;
  WebpPicture& operator=(const WebpPicture&) = delete;

  /// REQUIRES: `facts` are of `file`, which is not animated. Errors: malformed, limit.
  Status decode(ByteView file, const WebpFacts& facts);
  /// One plane of pixels, or Y, U, V and, where there is alpha, A.
  std::vector<Plane> planes();
  /// Errors: limit.
  Result<Bytes> encode(const WebPConfig& config);

private:
  WebPPicture picture_;
  bool lossless_ = false;
};

/// Lossless: the very pixels, hidden colours too. Lossy: at the quality given, alpha without loss.
/// Errors: internal.
Result<WebPConfig> losslessConfig();
Result<WebPConfig> lossyConfig(float quality);

/// The quality to code a lossy picture at so that it loses little more: at least 90, and no
/// coarser than what the first VP8 frame of `file` says of itself (RFC 6386, 9.6).
float qualityLike(ByteView file);

} // namespace photoscrub::redact
