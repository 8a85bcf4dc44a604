#include "detect/faces/face_sightings.h"

#include "detect/candidates.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace photoscrub::detect {

namespace {
constexpr double kSameIou = 0.4;
constexpr double kSameInside = 0.75;
// Bounds the comparison of all with all; a crowd has hundreds.
constexpr std::size_t kMaxSightings = 4000;
// Of the evidence that makes a score of 1 - 1/e.
constexpr double kEvidenceScale = 4.0;

bool samePlace(const cv::Rect2d& a, const cv::Rect2d& b) {
  const double shared = (a & b).area();
  return shared > kSameIou * (a.area() + b.area() - shared) ||
         shared > kSameInside * std::min(a.area(), b.area());
}

// Sightings that agree with the best one this well say together where the face lies.
constexpr double kAgrees = 0.5;

struct Group {
  Sighting best;
  std::map<int, double> scores; ///< the best of each look
  cv::Rect2d sum;               ///< of the boxes that agree, times their weights
  double weight = 0;

  void add(const Sighting& sighting) {
    // Best first: the first of a look is its best.
    scores.emplace(sighting.look, sighting.score);
    if (iouOf(best.box, sighting.box) < kAgrees)
      return;
    const double w = sighting.score * sighting.score;
    const auto& box = sighting.box;
    sum = {sum.x + w * box.x, sum.y + w * box.y, sum.width + w * box.width,
           sum.height + w * box.height};
    weight += w;
  }

  cv::Rect2d box() const {
    return {sum.x / weight, sum.y / weight, sum.width / weight, sum.height / weight};
  }
};
} // namespace

std::vector<SeenFace> putTogether(std::vector<Sighting> sightings) {
  std::stable_sort(sightings.begin(), sightings.end(),
                   [](const Sighting& a, const Sighting& b) { return a.score > b.score; });
  if (sightings.size() > kMaxSightings)
    sightings.resize(kMaxSightings);
  std::vector<Group> groups;
  for (const auto& sighting : sightings) {
    const auto home = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
      return samePlace(group.best.box, sighting.box);
    });
    auto& group = home != groups.end() ? *home : groups.emplace_back(Group{sighting, {}, {}, 0});
    group.add(sighting);
  }
  std::vector<SeenFace> faces;
  for (const auto& group : groups) {
    double evidence = 0;
    for (const auto& [look, score] : group.scores)
      evidence += score;
    faces.push_back({group.box(), evidence});
  }
  return faces;
}

double faceScore(double evidence) {
  return 1 - std::exp(-std::max(0.0, evidence) / kEvidenceScale);
}

} // namespace photoscrub::detect
