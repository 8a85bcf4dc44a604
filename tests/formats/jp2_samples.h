/// Small JPEG 2000 pictures of several kinds, made by OpenJPEG, and what a file shows.
#pragma once

#include "support/box_bytes.h"
#include "support/jp2_bytes.h"

#include <optional>
#include <string>
#include <vector>

namespace photoscrub::formats::testing {

struct Jp2Sample {
  std::string name;
  Bytes file;
  bool bare = false;
};

/// As OpenJPEG writes them, comment segment included: colour, grey, alpha, two colour differences,
/// tiles, deep, with a palette, without boxes.
const std::vector<Jp2Sample>& jp2Samples();
Bytes jp2Sample(std::string_view name);
/// The same without the comment: what a cleaned file is.
Bytes jp2Clean(std::string_view name);

/// A JP2 file in pieces.
struct Jp2Pieces {
  std::vector<photoscrub::test::BoxNode> boxes{};  ///< all but jp2c; jp2h without content
  std::vector<photoscrub::test::BoxNode> header{}; ///< what stands in jp2h
  photoscrub::test::J2kPieces stream{};
};
Jp2Pieces splitJp2(const Bytes& file);
Bytes joinJp2(const Jp2Pieces& pieces, const Bytes& behindStream = {});

/// What the picture shows; nothing where the decoder gives up.
std::optional<Bytes> decodeJp2(const Bytes& file);

} // namespace photoscrub::formats::testing
