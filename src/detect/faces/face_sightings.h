/// Puts together what several looks at one picture saw: a face is rarely seen once, a chance
/// likeness rarely twice.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include "detect/faces/face_views.h"

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// A likeness of a face in one look.
struct Sighting {
  cv::Rect2d box; ///< on the picture, margins added
  double score = 0;
  int look = 0; ///< which look it was; one look counts once a face
  View view = View::upright;
};

struct SeenFace {
  cv::Rect2d box;      ///< mean of the sightings that agree, the surer ones weighing more
  double evidence = 0; ///< the best scores of all looks together
};

/// Groups sightings of one place, best first, and adds up their evidence.
std::vector<SeenFace> putTogether(std::vector<Sighting> sightings);

/// 0 to 1, from the evidence: 0.26 for two weak sightings, 0.85 for one in each of eight looks.
double faceScore(double evidence);

} // namespace photoscrub::detect
