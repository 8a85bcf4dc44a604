#include "detect/candidates.h"

#include <algorithm>

namespace photoscrub::detect {

namespace {
// Far more than any photo of a crowd has; bounds the quadratic comparison below.
constexpr std::size_t kMaxCandidates = 4000;

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

} // namespace photoscrub::detect
