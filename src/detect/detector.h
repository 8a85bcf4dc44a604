/// The one interface of a detector: pixels in, regions out. One file a detector.
#pragma once

#include "base/result.h"
#include "detect/region.h"
#include "imaging/picture.h"

#include <vector>

namespace photoscrub::detect {

class Pyramid;

/// What a detector may look at.
struct Scene {
  const imaging::Picture& picture;
  /// The same picture at the sizes detectors ask for; each size is made once.
  Pyramid& pyramid;
  /// What earlier detectors found, in order: text recognition reads the text regions, for example.
  const std::vector<Region>& found;
};

class Detector {
public:
  virtual ~Detector() = default;
  virtual DetectorInfo info() const = 0;
  /// Regions in upright full-size pixels. Errors end in a warning in the report: `internal`.
  virtual Result<std::vector<Region>> detect(const Scene& scene) = 0;
};

} // namespace photoscrub::detect
