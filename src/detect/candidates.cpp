#include "detect/candidates.h"

#include <algorithm>

namespace photoscrub::detect {

namespace {
// Far more than any photo of a crowd has; bounds the quadratic comparison below.
constexpr std::size_t kMaxCandidates = 4000;
// What the boxes of two looks must share to be one thing.
constexpr double kSameThing = 0.5;

bool sameThing(const Candidate& a, const Candidate& b, const Overlap& overlap) {
  if (a.group != b.group)
    return false;
  const double shared = (a.box & b.box).area();
  if (shared <= 0)
    return false;
  const double both = a.box.area() + b.box.area() - shared;
  const double smaller = std::min(a.box.area(), b.box.area());
  return shared > overlap.iou * both || (overlap.inside < 1 && shared > overlap.inside * smaller);
}
} // namespace

std::vector<Candidate> keepBest(std::vector<Candidate> candidates, const Overlap& overlap) {
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
  if (candidates.size() > kMaxCandidates)
    candidates.resize(kMaxCandidates);
  std::vector<Candidate> kept;
  for (const auto& candidate : candidates) {
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const Candidate& better) {
      return sameThing(candidate, better, overlap);
    });
    if (!known)
      kept.push_back(candidate);
  }
  return kept;
}

double iouOf(const cv::Rect2d& a, const cv::Rect2d& b) {
  const double shared = (a & b).area();
  return shared > 0 ? shared / (a.area() + b.area() - shared) : 0;
}

std::vector<Candidate> agreed(const std::vector<std::vector<Candidate>>& looks, double nms) {
  std::vector<Candidate> all;
  for (const auto& look : looks)
    all.insert(all.end(), look.begin(), look.end());
  auto things = keepBest(std::move(all), {nms, 1.0});
  for (auto& thing : things) {
    double sum = 0;
    for (const auto& look : looks) {
      double best = 0;
      for (const auto& other : look)
        if (other.group == thing.group && iouOf(other.box, thing.box) > kSameThing)
          best = std::max(best, other.score);
      sum += best;
    }
    thing.score = sum / static_cast<double>(looks.size());
  }
  return things;
}

} // namespace photoscrub::detect
