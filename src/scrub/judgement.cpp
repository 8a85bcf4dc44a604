#include "scrub/judgement.h"

#include "scrub/covers.h"
#include "scrub/guidance.h"

#include <algorithm>
#include <cctype>
#include <map>

namespace photoscrub::scrub {

namespace {

using detect::RegionKind;
using policy::Action;

/// Most of what was found lies below covers: what is left of it is the detector's own margin.
constexpr double kBelowCovers = 0.7;
/// A dark cover can look like a screen, a paper or a band to a detector. What it finds there has at
/// least this much of it below covers.
constexpr double kMadeByCovers = 0.1;
/// Covers can look like letters, and their corners like small ones. Text that touches a cover, but
/// in which not as many letters as these can be read, is the cover itself.
constexpr std::ptrdiff_t kLettersOfText = 3;
constexpr int kTouching = 4; // pixels
constexpr std::string_view kByPerson = "a person";
constexpr double kSamePlace = 0.4;   // IoU
constexpr double kInsideKnown = 0.7; // of what was found

bool isThing(RegionKind kind) {
  switch (kind) {
  case RegionKind::person:
  case RegionKind::screen:
  case RegionKind::wristband:
  case RegionKind::badge:
  case RegionKind::document:
    return true;
  default:
    return false;
  }
}

/// Does a region of kind `known` account for one of kind `found` at its place? A text that was
/// known to be an identifier may come back as a text; one paper may be called a badge once.
bool accountsFor(RegionKind known, RegionKind found) {
  const auto isSurface = [](RegionKind kind) {
    return isThing(kind) && kind != RegionKind::person && kind != RegionKind::screen;
  };
  return known == found || (known == RegionKind::identifier && found == RegionKind::text) ||
         (isSurface(known) && isSurface(found));
}

/// May a person release a region with which the policy wants to do this?
bool mayRelease(const policy::Policy& policy, Action action) {
  return policy.release == policy::Release::person && !(policy.locked && action == Action::redact);
}

/// Does what has become of the known region suit what was found there? A regions file may call a
/// region something else, or less certain, than what the policy covers or waits for.
bool suits(const JudgedRegion& known, const detect::Region& found, const policy::Policy& policy) {
  const auto action = policy.action(found.kind, found.certainty);
  return known.released ? mayRelease(policy, action) || known.releasedBy != kByPerson
                        : action <= known.action;
}

bool isKnown(const detect::Region& found, const std::vector<JudgedRegion>& known,
             const policy::Policy& policy) {
  std::vector<Rect> places; // of its kind: lines of text may come in other pieces
  for (const auto& judged : known) {
    if (judged.redacted || !accountsFor(judged.region.kind, found.kind) ||
        !suits(judged, found, policy))
      continue;
    if (iou(judged.region.box, found.box) >= kSamePlace)
      return true;
    places.push_back(judged.region.box);
  }
  return coveredShare(found.box, places) >= kInsideKnown;
}

bool isReadable(const detect::Region& found) {
  return std::count_if(found.value.begin(), found.value.end(),
                       [](unsigned char c) { return std::isalnum(c) != 0; }) >= kLettersOfText;
}

bool touches(const Rect& box, const std::vector<Rect>& covers) {
  const Rect around = {box.x - kTouching, box.y - kTouching, box.width + 2 * kTouching,
                       box.height + 2 * kTouching};
  return std::any_of(covers.begin(), covers.end(),
                     [&around](const Rect& cover) { return !intersection(around, cover).empty(); });
}

bool isBelow(const detect::Region& found, const std::vector<Rect>& covers) {
  if (found.kind == RegionKind::text && !isReadable(found) && touches(found.box, covers))
    return true;
  return coveredShare(found.box, covers) >= (isThing(found.kind) ? kMadeByCovers : kBelowCovers);
}

} // namespace

JudgedRegion judged(detect::Region region, const policy::Policy& policy) {
  JudgedRegion made;
  made.action = policy.action(region.kind, region.certainty);
  made.redacted = made.action == Action::redact;
  made.guidance = guidanceFor(region);
  made.region = std::move(region);
  return made;
}

JudgedRegion judged(const Decision& decision, const policy::Policy& policy) {
  auto made = judged(decision.region, policy);
  if (decision.what == Decision::What::cover) {
    made.action = Action::redact;
    made.redacted = true;
    made.byHand = true;
  } else if (decision.what == Decision::What::release) {
    made.releaseRefused = !mayRelease(policy, made.action);
    if (!made.releaseRefused) {
      made.released = true;
      made.redacted = false;
      made.releasedBy = kByPerson;
    }
  }
  return made;
}

void sortForReport(std::vector<JudgedRegion>& regions) {
  std::stable_sort(
      regions.begin(), regions.end(),
      [](const JudgedRegion& a, const JudgedRegion& b) { return a.region.kind < b.region.kind; });
}

bool leavesSomethingVisible(const std::vector<JudgedRegion>& regions) {
  return std::any_of(regions.begin(), regions.end(), [](const JudgedRegion& judged) {
    return !judged.redacted && !judged.released && judged.action != Action::ignore;
  });
}

std::vector<const JudgedRegion*> undecided(const std::vector<JudgedRegion>& regions) {
  std::vector<const JudgedRegion*> waiting;
  for (const auto& judged : regions)
    if (judged.action == Action::block && !judged.redacted && !judged.released)
      waiting.push_back(&judged);
  return waiting;
}

std::string inWords(const std::vector<const JudgedRegion*>& regions) {
  std::map<RegionKind, int> counts;
  for (const auto* judged : regions)
    ++counts[judged->region.kind];
  std::string text;
  for (const auto& [kind, count] : counts) {
    text += text.empty() ? "" : ", ";
    text += detect::name(kind);
    text += " (" + std::to_string(count) + ")";
  }
  return text;
}

std::vector<detect::Region> unknownOnes(std::vector<detect::Region> found,
                                        const std::vector<JudgedRegion>& known,
                                        const std::vector<Rect>& covers,
                                        const policy::Policy& policy) {
  std::erase_if(found, [&](const detect::Region& region) {
    return isBelow(region, covers) || isKnown(region, known, policy);
  });
  return found;
}

bool canWaitForTheCopy(const JudgedRegion& found, const std::vector<JudgedRegion>& known,
                       const std::vector<Rect>& covers) {
  const auto& region = found.region;
  const auto isSame = [&region](const JudgedRegion& judged) {
    return judged.redacted && judged.region.kind == region.kind &&
           judged.region.box == region.box && judged.region.polygon == region.polygon;
  };
  if (std::any_of(known.begin(), known.end(), isSame))
    return true;
  const bool needNotBeCovered = found.action == Action::flag || found.action == Action::ignore;
  return needNotBeCovered && coveredShare(region, covers) >=
                                 (isThing(region.kind) ? coveredEnough(region.kind) : kBelowCovers);
}

} // namespace photoscrub::scrub
