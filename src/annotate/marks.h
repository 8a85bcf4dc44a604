/// How each region is named and coloured. Internal to this room: shows OpenCV types.
#pragma once

#include "detect/region.h"

#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::annotate {

struct KindStyle {
  detect::RegionKind kind;
  char letter;
  cv::Scalar colour; ///< B, G, R; told apart also by people who see red and green alike
};

const KindStyle& styleOf(detect::RegionKind kind);

/// A region and its mark: "F2" is the second face.
struct Marked {
  const detect::Region* region;
  std::string mark;
};

/// In the order of `regions`, which must outlive the result.
std::vector<Marked> marked(const std::vector<detect::Region>& regions);

} // namespace photoscrub::annotate
