#include "detect/assemble.h"

#include "detect/likelihood.h"
#include "detect/outlines.h"
#include "identify/glued_dates.h"

#include <algorithm>
#include <cctype>
#include <tuple>

namespace photoscrub::detect {

namespace {
constexpr double kWordInLine = 0.5;
constexpr double kSameCode = 0.5;
constexpr std::ptrdiff_t kConfirmingLetters = 3;
// A face belongs to the body whose upper part holds most of it.
constexpr double kFaceInBody = 0.6;

bool isWord(const Region& region) {
  return region.kind == RegionKind::text && region.label == "word";
}

/// Whether a point lies inside an outline, by the crossings of a ray to the right.
bool holds(const Polygon& outline, double x, double y) {
  bool inside = false;
  for (std::size_t i = 0, j = outline.size() - 1; i < outline.size(); j = i++) {
    const auto &a = outline[i], &b = outline[j];
    if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x)
      inside = !inside;
  }
  return inside;
}

/// Whether a word stands in a line. The upright boxes of turned lines overlap: their outlines tell
/// whose word it is.
bool standsIn(const Region& word, const Region& line) {
  if (shareInside(word.box, line.box) < kWordInLine)
    return false;
  return line.polygon.size() < 3 ||
         holds(line.polygon, word.box.x + word.box.width / 2.0, word.box.y + word.box.height / 2.0);
}

/// The text line a word stands in: of those that hold it, the smallest.
Region* lineOf(const Region& word, std::vector<Region>& lines) {
  Region* best = nullptr;
  for (auto& line : lines) {
    if (line.kind != RegionKind::text || !standsIn(word, line))
      continue;
    if (!best || line.box.area() < best->box.area())
      best = &line;
  }
  return best;
}

/// Adds a word to what its line says. A date does not run on into the number of the next column.
void append(std::string& value, const std::string& word) {
  if (!value.empty()) {
    const auto last = value.substr(value.find_last_of(' ') + 1);
    value += identify::numberBegins(last, word) ? " | " : " ";
  }
  const auto glued = identify::gluedDateSize(word);
  value += glued == 0 ? word : word.substr(0, glued) + " | " + word.substr(glued);
}

void foldWords(std::vector<Region>& regions) {
  const auto firstWord = std::stable_partition(
      regions.begin(), regions.end(), [](const Region& region) { return !isWord(region); });
  std::vector<Region> words(std::make_move_iterator(firstWord),
                            std::make_move_iterator(regions.end()));
  regions.erase(firstWord, regions.end());
  std::vector<Region> alone;
  for (auto& word : words) {
    if (auto* line = lineOf(word, regions)) {
      append(line->value, word.value);
    } else {
      word.label = "text";
      alone.push_back(std::move(word));
    }
  }
  std::move(alone.begin(), alone.end(), std::back_inserter(regions));
}

/// Lines that only might be text (basic tier) stay where something was read in them: without that
/// forty of them stood in a photo, with it two or three.
void dropUnconfirmed(std::vector<Region>& regions) {
  std::erase_if(regions, [](const Region& region) {
    return region.label == kMaybeText &&
           std::count_if(region.value.begin(), region.value.end(), [](char c) {
             return std::isalnum(static_cast<unsigned char>(c)) != 0;
           }) < kConfirmingLetters;
  });
  for (auto& region : regions)
    if (region.label == kMaybeText)
      region.label = "text";
}

/// Drops a code without content where one with content stands.
void mergeCodes(std::vector<Region>& regions) {
  const auto isReadTwin = [](const Region& unread, const Region& other) {
    return other.kind == RegionKind::barcode && !other.value.empty() &&
           (shareInside(unread.box, other.box) > kSameCode ||
            shareInside(other.box, unread.box) > kSameCode);
  };
  std::vector<Region> kept;
  for (const auto& region : regions) {
    const bool twin = region.kind == RegionKind::barcode && region.value.empty() &&
                      std::any_of(regions.begin(), regions.end(),
                                  [&](const Region& other) { return isReadTwin(region, other); });
    if (!twin)
      kept.push_back(region);
  }
  regions = std::move(kept);
}

Rect upperPart(const Rect& body) {
  return {body.x, body.y, body.width, (body.height + 1) / 2};
}

void markPeopleWithFaces(std::vector<Region>& regions) {
  for (auto& person : regions) {
    if (person.kind != RegionKind::person)
      continue;
    const bool faceFound = std::any_of(regions.begin(), regions.end(), [&](const Region& face) {
      return face.kind == RegionKind::face &&
             shareInside(face.box, upperPart(person.box)) >= kFaceInBody;
    });
    if (!faceFound)
      continue;
    person.certainty = Certainty::info;
    person.label = "person, face found";
  }
}
} // namespace

std::vector<Region> assemble(std::vector<Region> found, Sensitivity sensitivity) {
  foldWords(found);
  dropUnconfirmed(found);
  mergeCodes(found);
  std::erase_if(found, [sensitivity](const Region& region) {
    return region.score < leastScore(region.kind, sensitivity);
  });
  for (auto& region : found)
    region.score = likelihood(region.kind, region.score);
  markPeopleWithFaces(found);
  std::stable_sort(found.begin(), found.end(), [](const Region& a, const Region& b) {
    return std::tuple(a.kind, a.box.y, a.box.x) < std::tuple(b.kind, b.box.y, b.box.x);
  });
  return found;
}

} // namespace photoscrub::detect
