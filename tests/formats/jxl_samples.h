/// Small JPEG XL codestreams of several kinds, made by libjxl; boxes to put around them; and what
/// libjxl shows of a file.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace photoscrub::formats::testing {

struct JxlSample {
  std::string name;
  Bytes codestream;
};

/// Lossy, lossless, grey, 16 bits, transparency, turned, animated.
const std::vector<JxlSample>& jxlSamples();
/// The one of this name; also "profile" (ICC), "depth" (a layer with a name).
Bytes jxlSample(std::string_view name);
/// 37 x 29 pixels, lossy.
Bytes plainJxl();

// ------------------------------------------------------------------ boxes

Bytes joined(std::initializer_list<Bytes> parts);
/// A box with a size of four bytes, of eight, and one that reaches to the end of the file.
Bytes boxOf(std::string_view type, const Bytes& payload);
Bytes longBoxOf(std::string_view type, const Bytes& payload);
Bytes openBoxOf(std::string_view type, const Bytes& payload);
/// Signature and file type.
Bytes jxlHead();
/// The codestream in one box, with `before` and `behind` around it.
Bytes jxlFile(const Bytes& codestream, const Bytes& before = {}, const Bytes& behind = {});
/// In pieces of these lengths and a last one.
Bytes jxlInPieces(const Bytes& codestream, const std::vector<std::size_t>& lengths);

// ------------------------------------------------------------------ decoding

struct DecodedJxl {
  Size size;
  std::vector<Bytes> frames; ///< RGBA of 16 bits
  friend bool operator==(const DecodedJxl&, const DecodedJxl&) = default;
};
/// Nothing where libjxl gives up.
std::optional<DecodedJxl> decodeJxl(const Bytes& file);

} // namespace photoscrub::formats::testing
