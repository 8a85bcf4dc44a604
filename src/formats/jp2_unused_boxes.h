/// Boxes of a JPEG 2000 file that go, and what they usually hold. Pure.
#pragma once

#include "formats/bmff_boxes.h"
#include "formats/container_format.h"

#include <optional>

namespace photoscrub::formats::jp2 {

struct UnusedBox {
  Part part;
  std::optional<MetadataBlock> block;
};
UnusedBox describeUnusedBox(const bmff::Box& box);

} // namespace photoscrub::formats::jp2
