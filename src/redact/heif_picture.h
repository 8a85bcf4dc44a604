/// The primary image of a HEIC or AVIF as planes, and back to a file. Internal to src/redact. Not
/// thread-safe.
#pragma once

#include "imaging/heif_library.h"
#include "redact/close_compare.h"
#include "redact/heif_coding.h"
#include "redact/heif_writer.h"
#include "redact/redact.h"

namespace photoscrub::redact {

/// Colours as ITU-T H.273 numbers them; 2: not said.
struct HeifColours {
  int primaries = 2;
  int transfer = 2;
  friend bool operator==(const HeifColours&, const HeifColours&) = default;
};

class HeifPicture {
public:
  /// Decodes as viewers show it, cropped and turned as the file says: to R, G, B or grey, and
  /// alpha. Errors: malformed, unsupported, limit.
  Status open(ByteView file, const Limits& limits);

  Size size() const { return size_; }
  const HeifCoding& coding() const { return coding_; }
  HeifColours colours() const;

  struct Channel {
    Plane plane;
    int bits = 8;
    SampleScale samples; ///< with what covers: nearly black, opaque
    Bytes fill;          ///< the same as a cell

    /// The sample as part of 255. REQUIRES: inside the plane.
    std::uint8_t eightBitsAt(int x, int y) const;
  };
  std::vector<Channel> channels() const;

  /// By the same codec, sampling and bits; AV1 of 10 bits comes out with 8, as libheif 1.15 cannot
  /// write it. Errors: unsupported, limit.
  Result<Bytes> encode(HeifQuality quality) const;

private:
  Channel channel(heif_channel which, int fill) const;

  imaging::HeifReader reader_;
  HeifCoding coding_;
  imaging::Heif<heif_image> image_;
  Size size_;
};

} // namespace photoscrub::redact
