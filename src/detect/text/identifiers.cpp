// What the words and codes found before say about a person. Words are looked at in the direction
// they are read in, so that a form lying on its side makes the same lines as an upright one.
#include "detect/detectors.h"
#include "detect/outlines.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace photoscrub::detect {

namespace {
// Words within this of each other's direction belong to one sheet, badge or screen.
constexpr double kSameDirection = 20.0 * std::numbers::pi / 180;

struct Direction {
  double angle = 0;
  std::vector<const Region*> words;
};

double turnBetween(double a, double b) {
  return std::abs(std::remainder(a - b, 2 * std::numbers::pi));
}

std::vector<Direction> byDirection(const std::vector<Region>& found) {
  std::vector<Direction> directions;
  for (const auto& region : found) {
    if (region.kind != RegionKind::text || region.label != "word")
      continue;
    const double angle = readingAngle(region.polygon);
    const auto known =
        std::find_if(directions.begin(), directions.end(), [&](const Direction& direction) {
          return turnBetween(direction.angle, angle) < kSameDirection;
        });
    if (known != directions.end())
      known->words.push_back(&region);
    else
      directions.push_back({angle, {&region}});
  }
  return directions;
}

/// Turns by an angle about the origin.
class Turning {
public:
  explicit Turning(double angle) : cosine_(std::cos(angle)), sine_(std::sin(angle)) {}

  Polygon operator()(const Polygon& outline) const {
    Polygon result;
    for (const auto& point : outline)
      result.push_back({static_cast<int>(std::lround(cosine_ * point.x - sine_ * point.y)),
                        static_cast<int>(std::lround(sine_ * point.x + cosine_ * point.y))});
    return result;
  }

private:
  double cosine_;
  double sine_;
};

Polygon cornersOf(const Rect& box) {
  return {{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}};
}

/// The middle of a group's angles, taken around its first so that +pi and -pi do not cancel out.
double meanAngle(const Direction& direction) {
  double sum = 0;
  for (const auto* word : direction.words)
    sum += std::remainder(readingAngle(word->polygon) - direction.angle, 2 * std::numbers::pi);
  return direction.angle + sum / static_cast<double>(direction.words.size());
}

Region identifierRegion(const identify::Identifier& identifier) {
  Region region;
  region.kind = RegionKind::identifier;
  region.label = identifier.label;
  region.certainty = identifier.certainty;
  region.value = identifier.value;
  switch (identifier.certainty) {
  case Certainty::certain:
    region.score = 1;
    break;
  case Certainty::high:
    region.score = 0.9;
    break;
  case Certainty::medium:
    region.score = 0.7;
    break;
  case Certainty::info:
    region.score = 0.5;
    break;
  }
  return region;
}

class Identifiers : public Detector {
public:
  DetectorInfo info() const override { return {"identifiers", "1", "", "full", ""}; }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    std::vector<Region> regions;
    for (const auto& direction : byDirection(scene.found))
      addFromWords(direction, scene.picture.fullSize, regions);
    for (const auto& code : scene.found) {
      if (code.kind != RegionKind::barcode || code.value.empty())
        continue;
      for (const auto& identifier : identify::identifyCode(code.value)) {
        auto region = identifierRegion(identifier);
        region.box = code.box;
        region.polygon = code.polygon;
        regions.push_back(std::move(region));
      }
    }
    return regions;
  }

private:
  static void addFromWords(const Direction& direction, Size photo, std::vector<Region>& regions) {
    const double angle = meanAngle(direction);
    const Turning upright(-angle), back(angle);
    std::vector<identify::Word> words;
    for (const auto* word : direction.words)
      words.push_back({word->value, boxAround(upright(word->polygon))});
    for (const auto& identifier : identify::identifyText(words)) {
      auto region = identifierRegion(identifier);
      region.polygon = back(cornersOf(identifier.box));
      for (auto& point : region.polygon)
        point = {std::clamp(point.x, 0, photo.width), std::clamp(point.y, 0, photo.height)};
      region.box = boxAround(region.polygon);
      if (!region.box.empty())
        regions.push_back(std::move(region));
    }
  }
};
} // namespace

std::unique_ptr<Detector> makeIdentifiers() {
  return std::make_unique<Identifiers>();
}

} // namespace photoscrub::detect
