/// A picture made of pictures (derived images, ISO/IEC 23008-12, 6.6): its own instructions, and
/// what decoding the whole of it costs. Reading and auditing share this. Pure functions.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"
#include "base/limits.h"
#include "base/result.h"

#include <string_view>
#include <vector>

namespace photoscrub::formats::heif {

/// What the data of a derived image say.
struct Derivation {
  std::size_t inputs = 0;   ///< images it is made of
  std::size_t dataSize = 0; ///< bytes the instructions take
  Size size;                ///< 0 x 0: as its input
};
/// Instructions of a `grid` (6.6.2.3), `iovl` (6.6.2.2) or `iden` (6.6.2.1), made of at most
/// `references` images. Errors: truncated, malformed, limit, unsupported (another type).
Result<Derivation> readDerivation(std::string_view type, ByteView data, std::size_t references,
                                  const Limits& limits);

/// True for types that are made of other images, and have no coded data.
bool isDerived(std::string_view type);

/// An image of the file for checkCost(); inputs are places in the same list.
struct TreeNode {
  Size size;
  std::vector<std::size_t> inputs;
};
/// ok if no image is made of itself, none is nested deeper than Limits::maxDepth, and decoding
/// `nodes`, each by itself, takes no more than a few times Limits::maxPixels. Errors: malformed,
/// limit.
Status checkCost(const std::vector<TreeNode>& nodes, const Limits& limits);

} // namespace photoscrub::formats::heif
