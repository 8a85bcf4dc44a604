/// The proof of covering a JPEG once more, by other means than the code it checks: with libjpeg
/// alone, its own idea of MCUs (ITU-T T.81, A.2) and of orientation (Exif 2.32, 4.6.4 A). Shared by
/// a test and by the program photoscrub_coefficient_check.
#pragma once

#include "base/bytes.h"
#include "base/geometry.h"

#include <string>
#include <vector>

namespace photoscrub::testing {

struct CoefficientReport {
  std::string problem;         ///< why the two could not be compared; empty: they were
  long long compared = 0;      ///< coefficients outside the MCUs that may change
  long long changed = 0;       ///< of these
  long long changedBeside = 0; ///< in MCUs that hold no pixel of a box, but colour it is mixed from
  long long touchedMcus = 0;
  long long mcus = 0;
  long long detailInside = 0; ///< AC coefficients that are not 0 in MCUs of boxes
  double entropy = 0;         ///< of the pixels in all boxes of the decoded copy, in bits
  int warnings = 0;           ///< libjpeg's, while it read the copy

  bool holds() const {
    return problem.empty() && changed == 0 && detailInside == 0 && entropy == 0 && warnings == 0;
  }
};

/// `tag` is the Exif orientation of `original`, 1 to 8; `boxes` are in upright pixels.
CoefficientReport compareCoefficients(ByteView original, ByteView saved, int tag,
                                      const std::vector<Rect>& boxes);

} // namespace photoscrub::testing
