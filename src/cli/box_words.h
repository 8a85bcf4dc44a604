/// A place in a photo as a person writes it on the command line. Pure.
#pragma once

#include "base/geometry.h"
#include "detect/region.h"

#include <optional>
#include <string_view>

namespace photoscrub::cli {

struct MarkedBox {
  Rect box; ///< upright full-size pixels; not yet compared with any photo
  std::optional<detect::RegionKind> kind;
  friend bool operator==(const MarkedBox&, const MarkedBox&) = default;
};

/// "x,y,w,h" or "x,y,w,h:KIND": whole numbers without sign or space, w and h at least 1, the far
/// edges no further than an int reaches. Nothing where `text` is anything else.
std::optional<MarkedBox> readBox(std::string_view text);

} // namespace photoscrub::cli
