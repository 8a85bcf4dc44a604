/// A picture that shows a person what was found and where: boxes, marks and a legend.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "detect/region.h"
#include "imaging/picture.h"

#include <vector>

namespace photoscrub::annotate {

struct AnnotateOptions {
  bool showContent = false; ///< else what lies inside the boxes is covered, evenly
};

/// A PNG file, at most 1600 pixels wide or high plus the legend below. `picture` upright, B G R or
/// grey; `regions` in its full-size pixels. Each region carries a letter for its kind and a number,
/// so that it is told apart in grey as well. Nothing read in the photo is written into it.
/// Errors: internal.
Result<Bytes> annotated(const imaging::Picture& picture, const std::vector<detect::Region>& regions,
                        const AnnotateOptions& options);

} // namespace photoscrub::annotate
