// Things with letters or codes on them, whole and not only where the print is: identity bands,
// badges, screens, boards and paper.
#include "detect/detectors.h"
#include "detect/guard.h"
#include "detect/outlines.h"
#include "detect/pyramid.h"
#include "detect/surfaces/surface_candidates.h"
#include "detect/surfaces/surface_kind.h"
#include "detect/surfaces/surface_strips.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr int kLongSide = 640;
// More marks than this are a page full of words: their first ones find its surface.
constexpr std::size_t kMaxMarks = 250;
// The outline is moved outwards by this part of its short side, and at least by some pixels.
constexpr double kMargin = 0.03;
constexpr double kLeastMargin = 1.5;
constexpr double kInCode = 0.8;
constexpr double kLineAspect = 2.2;
constexpr double kSamePlace = 0.6;
constexpr double kPartOf = 0.75;
constexpr double kSameWay = 6;       // degrees
constexpr double kLargestFace = 0.4; // of its card

class Surfaces : public Detector {
public:
  DetectorInfo info() const override { return {"surfaces", "1", "", "full", ""}; }

  Result<std::vector<Region>> detect(const Scene& scene) override {
    return guarded([&]() -> Result<std::vector<Region>> {
      const double part = kLongSide / static_cast<double>(scene.pyramid.longSide());
      const auto& bgr = scene.pyramid.bgr(kLongSide);
      auto known = knownOn(scene, bgr, part);
      addStrips(printedStrips(bgr, scene.pyramid.decoded()), known);
      std::vector<Region> regions;
      for (const auto& [shape, kind] : known) {
        auto region = regionOf(shape, kind, scene, bgr.size());
        if (!isOfACode(region, scene.found))
          regions.push_back(std::move(region));
      }
      return regions;
    });
  }

private:
  struct Known {
    SurfaceShape shape;
    SurfaceKind kind;
  };

  /// What lies under the letters and codes found before.
  static std::vector<Known> knownOn(const Scene& scene, const cv::Mat& bgr, double part) {
    const auto marks = marksOf(scene, part);
    std::vector<Known> known;
    for (auto& surface : surfacesUnder(bgr, marks)) {
      auto traits = traitsOf(surface, bgr, marks);
      traits.faces = facesOn(surface, scene, part);
      known.push_back({std::move(surface.shape), kindOf(traits)});
    }
    return known;
  }

  /// Strips that are no band yet and no row of a larger thing; what was taken for another thing in
  /// the same place goes.
  static void addStrips(std::vector<Strip> strips, std::vector<Known>& known) {
    for (auto& strip : strips) {
      const bool isPart = std::any_of(known.begin(), known.end(), [&](const Known& other) {
        return isAlong(strip.shape, other.shape) &&
               shareInside(strip.shape, other.shape) > kPartOf &&
               shareInside(other.shape, strip.shape) < kSamePlace;
      });
      const bool isKnown = std::any_of(known.begin(), known.end(), [&](const Known& other) {
        return other.kind.kind == RegionKind::wristband &&
               shareInside(strip.shape, other.shape) > kSamePlace;
      });
      if (isPart || isKnown)
        continue;
      std::erase_if(known, [&](const Known& other) {
        return shareInside(other.shape, strip.shape) > kSamePlace;
      });
      known.push_back(
          {std::move(strip.shape), {RegionKind::wristband, "wristband", 0.5 + 0.4 * strip.sure}});
    }
  }

  /// The light squares of a code look like small papers.
  static bool isOfACode(const Region& surface, const std::vector<Region>& found) {
    return surface.kind == RegionKind::document && isInACode(surface.box, found);
  }

  static bool isInACode(const Rect& box, const std::vector<Region>& found) {
    return std::any_of(found.begin(), found.end(), [&](const Region& other) {
      return other.kind == RegionKind::barcode && shareInside(box, other.box) > kInCode;
    });
  }

  static std::vector<Mark> marksOf(const Scene& scene, double part) {
    std::vector<Mark> marks;
    for (std::size_t i = 0; i < scene.found.size() && marks.size() < kMaxMarks; ++i) {
      const auto& region = scene.found[i];
      const bool code = region.kind == RegionKind::barcode;
      if ((region.kind != RegionKind::text && !code) || region.label == "word")
        continue;
      if (!code && !isLine(region) && isInACode(region.box, scene.found))
        continue;
      Mark mark{{}, code, i};
      for (const auto& point : cornersOf(region))
        mark.outline.push_back(scene.pyramid.toDecoded(point) * static_cast<float>(part));
      marks.push_back(std::move(mark));
    }
    return marks;
  }

  static Polygon cornersOf(const Region& region) {
    const auto& box = region.box;
    if (region.polygon.size() == 4)
      return region.polygon;
    return {
        {box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}};
  }

  /// A line of letters; squares of a code, taken for letters, are as high as they are long.
  static bool isLine(const Region& region) {
    const auto corners = cornersOf(region);
    const auto side = [&](std::size_t to) {
      return std::hypot(double(corners[to].x - corners[0].x), double(corners[to].y - corners[0].y));
    };
    return std::max(side(1), side(3)) > kLineAspect * std::min(side(1), side(3));
  }

  /// Faces, printed on a card as a rule, whose middle lies on the surface.
  static std::size_t facesOn(const Surface& surface, const Scene& scene, double part) {
    const double largest = kLargestFace * cv::contourArea(surface.shape.outline);
    return static_cast<std::size_t>(
        std::count_if(scene.found.begin(), scene.found.end(), [&](const Region& region) {
          const auto& box = region.box;
          const Point middle{box.x + box.width / 2, box.y + box.height / 2};
          const auto at = scene.pyramid.toDecoded(middle) * static_cast<float>(part);
          const double scale = part * scene.picture.scale;
          return region.kind == RegionKind::face &&
                 static_cast<double>(box.area()) * scale * scale < largest &&
                 cv::pointPolygonTest(surface.shape.outline, at, false) > 0;
        }));
  }

  static Region regionOf(const SurfaceShape& shape, const SurfaceKind& kind, const Scene& scene,
                         cv::Size level) {
    Region region;
    region.kind = kind.kind;
    region.label = kind.label;
    region.score = kind.sure * shape.quality();
    const auto& outline = shape.outline;
    const cv::Point2f middle = shape.frame.center;
    const double out = std::max(kLeastMargin, kMargin * shape.shortSide());
    std::vector<cv::Point2f> simple;
    cv::approxPolyDP(outline, simple, 1.0, true);
    for (const auto& point : simple) {
      const cv::Point2f from = point - middle;
      const double length = std::max(1.0, std::hypot(double(from.x), double(from.y)));
      const cv::Point2f moved = point + from * static_cast<float>(out / length);
      region.polygon.push_back(scene.pyramid.toFull(cv::Point2d(moved), level));
    }
    region.box = boxAround(region.polygon);
    return region;
  }
};
} // namespace

std::unique_ptr<Detector> makeSurfaces() {
  return std::make_unique<Surfaces>();
}

} // namespace photoscrub::detect
