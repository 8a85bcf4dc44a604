#include "scrub/jigsaw.h"

#include <algorithm>

namespace photoscrub::scrub {

namespace {

using detect::RegionKind;
using Seen = JigsawPieces::Seen;
using Source = JigsawRule::Source;

constexpr double kMostly = 0.8; // of a text's box lies on what it is written on

double shareInside(const Rect& inner, const Rect& outer) {
  const auto area = static_cast<double>(inner.area());
  return area > 0 ? static_cast<double>(intersection(inner, outer).area()) / area : 0;
}

bool isOn(const Rect& text, const std::vector<Seen>& regions,
          std::initializer_list<RegionKind> kinds) {
  return std::any_of(regions.begin(), regions.end(), [&](const Seen& seen) {
    return std::find(kinds.begin(), kinds.end(), seen.region->kind) != kinds.end() &&
           shareInside(text, seen.region->box) >= kMostly;
  });
}

// On a uniform or a lanyard, and not on a badge or band that counts by itself.
bool isLettering(const Seen& seen, const std::vector<Seen>& regions) {
  return seen.visible && seen.region->kind == RegionKind::text &&
         isOn(seen.region->box, regions, {RegionKind::person}) &&
         !isOn(
             seen.region->box, regions,
             {RegionKind::badge, RegionKind::wristband, RegionKind::screen, RegionKind::document});
}

bool isOfSomeBody(const Seen& face, const std::vector<Seen>& regions) {
  return isOn(face.region->box, regions, {RegionKind::person});
}

// One person was there, covered ones counted too, and something of that one can be seen.
bool isOnePersonAlone(const std::vector<Seen>& regions) {
  int people = 0;
  bool visible = false;
  for (const auto& seen : regions) {
    const bool body = seen.region->kind == RegionKind::person;
    const bool face = seen.region->kind == RegionKind::face;
    if (body || (face && !isOfSomeBody(seen, regions)))
      ++people;
    visible = visible || ((body || face) && seen.visible);
  }
  return people == 1 && visible;
}

class Tally {
public:
  void add(Source source, std::string_view word) {
    const auto rules = jigsawRules();
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const JigsawRule& one) {
      return one.source == source && (one.word.empty() || one.word == word);
    });
    if (rule == rules.end())
      return;
    const auto known = std::find_if(counts_.begin(), counts_.end(), [&](const Count& count) {
      return count.rule->clue == rule->clue;
    });
    if (known != counts_.end())
      ++known->times;
    else
      counts_.push_back({&*rule, 1});
  }

  std::optional<JigsawWarning> warning() {
    std::sort(counts_.begin(), counts_.end(),
              [](const Count& a, const Count& b) { return a.rule < b.rule; });
    JigsawWarning warning;
    for (const auto& [rule, times] : counts_) {
      warning.weight += rule->weight * std::min(times, rule->most);
      warning.clues.emplace_back(rule->clue);
    }
    if (warning.weight < kJigsawThreshold)
      return std::nullopt;
    return warning;
  }

private:
  struct Count {
    const JigsawRule* rule;
    int times;
  };
  std::vector<Count> counts_;
};

void addRegion(Tally& tally, const detect::Region& region) {
  if (region.kind == RegionKind::identifier)
    tally.add(Source::identifier, region.label);
  else if (region.kind == RegionKind::document && region.label == "whiteboard")
    tally.add(Source::region, region.label);
  else
    tally.add(Source::region, detect::name(region.kind));
}

} // namespace

std::optional<JigsawWarning> jigsaw(const JigsawPieces& pieces) {
  Tally tally;
  for (const auto& label : pieces.fileName)
    tally.add(Source::fileName, label);
  for (const auto& seen : pieces.regions)
    if (seen.visible)
      addRegion(tally, *seen.region);
  for (const auto& seen : pieces.regions)
    if (isLettering(seen, pieces.regions))
      tally.add(Source::scene, "lettering");
  if (isOnePersonAlone(pieces.regions))
    tally.add(Source::scene, "one person");
  for (const auto& kind : pieces.kept)
    tally.add(Source::kept, kind);
  return tally.warning();
}

std::string sentence(const JigsawWarning& warning) {
  std::string text = "Several small clues together may identify somebody (C150): ";
  for (std::size_t i = 0; i < warning.clues.size(); ++i)
    text.append(i == 0 ? "" : ", ").append(warning.clues[i]);
  return text += '.';
}

} // namespace photoscrub::scrub
