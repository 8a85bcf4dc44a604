/// Covering regions for good. Runs codec libraries on untrusted bytes: call it in a worker only.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"
#include "base/orientation.h"
#include "base/result.h"
#include "redact/style.h"

#include <cstdint>
#include <vector>

namespace photoscrub::redact {

struct Cover {
  Rect box; ///< upright full-size pixels; cut to the picture
  Style style = Style::solid;
};

/// Every box as a solid cover.
inline std::vector<Cover> solidCovers(const std::vector<Rect>& boxes) {
  std::vector<Cover> covers;
  for (const Rect& box : boxes)
    covers.push_back({box, Style::solid});
  return covers;
}

struct RedactOptions {
  Orientation orientation = Orientation::normal; ///< of the stored picture
  std::vector<Cover> covers;
  std::uint64_t noise = 0; ///< seed of what pixelate and blur add; nobody may be able to guess it
};

/// What became of the picture outside the covers.
enum class Outside {
  identical, ///< every coefficient or sample is what it was
  codedAgain ///< coded again with loss, close to what it was
};

/// The same picture with every box covered by one solid dark colour, chosen without looking at the
/// content, or, by pixelate and blur, with a few noisy shades of grey (mosaic.h). Where covers
/// overlap, solid wins. Without boxes it is only coded anew, which leaves behind whatever hid in
/// its bytes.
/// - JPEG, and JPEG in TIFF: changed in the DCT domain, only the MCUs a box touches; every other
///   coefficient, the quantisation tables, the sampling and the process stay.
/// - PNG, GIF, TIFF, BMP, lossless WebP and JPEG XL, reversible JPEG 2000: samples outside the
/// boxes
///   stay identical; same colour type, bit depth, palette and, in TIFF, compression, strips or
///   tiles. Run-length coded BMPs come out uncompressed.
/// - HEIC, AVIF, lossy WebP, JPEG XL and JPEG 2000: coded anew by the same codec, sampling and bits
///   (AV1 of 10 bits: 8), at quality 90 (WebP: the source's own where that is finer; JPEG XL:
///   distance 0.5; JPEG 2000: 60 dB), and at the finest of HEIC, AVIF and JPEG XL where the source
///   took more bytes than such a copy. The cover is wider than the box by 8 pixels and up to whole
///   blocks of 16 x 16.
/// - Animated GIF and WebP: every frame is covered. Of a GIF each stored frame is, in its own
///   colours, so a part of a box that no frame paints shows what it showed before: nothing.
/// - HEIC, AVIF and JPEG XL come out as one picture, turned and cropped as the file said;
///   `orientation` is what is left to do after that.
/// Metadata is not copied beyond what colour needs (Adobe flag, transparency, gamma, palette, nclx;
/// JPEG XL: its profile).
/// Errors: unsupported (12-bit JPEG, animated PNG and JPEG XL, TIFF of several pages or rare
/// codings, other formats), limit, malformed, truncated.
Result<Bytes> coverRegions(ByteView file, const RedactOptions& options, const Limits& limits);

/// Is this style shown in this picture? What it does not offer is covered solid instead: pixelate
/// and blur outside YCbCr and grey JPEG, and 8-bit RGB and grey PNG, lossless WebP, BMP and TIFF
/// (not JPEG in it). Errors: those of coverRegions.
Result<bool> offers(Style style, ByteView file, const Limits& limits);

/// Proof on the saved bytes: decodes `saved` in full and compares with `original`.
/// ok() when all solid covers show one and the same colour in `saved`, faces show exactly the
/// shades that `options` make of the original, and everything outside the covers is
/// equal: coefficients (JPEG) or samples. Where a picture is coded again with loss, the bounds of
/// close_compare.h hold instead; the answer says which it was.
/// Errors: leak (says which failed), and those of coverRegions.
Result<Outside> verifyCovered(ByteView original, ByteView saved, const RedactOptions& options,
                              const Limits& limits);

} // namespace photoscrub::redact
