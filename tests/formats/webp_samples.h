/// One small WebP file of each way to code a picture, and what libwebp shows of a file.
#pragma once

#include "base/geometry.h"
#include "support/riff_bytes.h"

#include <optional>
#include <string>
#include <vector>

namespace photoscrub::formats::testing {

struct WebpSample {
  std::string name;
  Bytes file;
};

/// Lossy, lossless, with and without alpha, raw alpha, animated.
const std::vector<WebpSample>& webpSamples();
/// The one of this name.
Bytes webpSample(std::string_view name);

/// 19 x 13 pixels, a simple file.
Bytes lossyWebp();
/// With a VP8X in front that announces these things and a canvas of `size`.
photoscrub::test::RiffChunk extendedHead(std::uint8_t flags, Size size = {19, 13});
/// The lossy picture as an extended file that announces `flags`, with `extra` in front of it.
Bytes extendedWebp(std::uint8_t flags, std::vector<photoscrub::test::RiffChunk> extra = {});
/// A frame at `x`, `y` (even) that holds these chunks.
photoscrub::test::RiffChunk frameOf(const std::vector<photoscrub::test::RiffChunk>& inner,
                                    int x = 0, int y = 0, Size size = {19, 13});
/// An animation on a canvas of 40 x 30 pixels.
Bytes animatedWebp(int frames);

/// All frames as the reference decoder shows them; nothing where it gives up.
std::optional<std::vector<Bytes>> decodeWebp(const Bytes& file);

} // namespace photoscrub::formats::testing
