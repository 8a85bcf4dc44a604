/// One small GIF file of each way to code a picture, and what giflib shows of a file.
#pragma once

#include "support/gif_bytes.h"

#include <optional>
#include <string>
#include <vector>

namespace photoscrub::formats::testing {

/// The pieces of a file: signature and screen, blocks, trailer.
using GifPieces = std::vector<Bytes>;
Bytes joined(const GifPieces& pieces);

struct GifSample {
  std::string name;
  GifPieces pieces;
};

/// Every code size, interlaced, with own colour tables, transparent, animated; data longer than the
/// code table, with and without clear and end codes.
const std::vector<GifSample>& gifSamples();
GifPieces gifSample(std::string_view name);

/// 23 x 17 pixels of eight bits: head, image, trailer.
GifPieces plainGif();
/// The coded data of its image, and the image made of other data in these sub-blocks.
Bytes plainGifData();
Bytes plainGifImage(const Bytes& subBlocks, std::uint8_t packedBits = 0);
/// Head, loop count, then a control block and an image for each frame, trailer.
GifPieces animatedGif(int frames);

/// The canvas and all images with their places and colours as giflib reads them; nothing where it
/// gives up.
std::optional<std::vector<Bytes>> decodeGif(const Bytes& file);

} // namespace photoscrub::formats::testing
