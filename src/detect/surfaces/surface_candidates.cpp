#include "detect/surfaces/surface_candidates.h"

#include "detect/surfaces/surface_growth.h"
#include "detect/surfaces/surface_kind.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// Steps of lightness that are tried: a faint edge stops the first, shading does not stop the last.
constexpr std::array<double, 3> kSteps{4, 7, 12};
constexpr double kGoodQuality = 0.72;
// A band bent around an arm fills less of its outline; the arm on both sides speaks for it.
constexpr double kBentQuality = 0.56;
constexpr double kSurelyArm = 0.5;
// Where a surface ran over into another: necks up to this part of its print's width are cut.
constexpr double kNeck = 0.3;
constexpr std::size_t kMarksToCut = 2;
// What twice the size and one more mark are worth in quality.
constexpr double kForSize = 0.03;
constexpr double kForMarks = 0.04;
constexpr std::size_t kEnoughMarks = 5;
constexpr double kLargestPart = 0.80; // of the photo
constexpr double kSmallestSide = 8;   // pixels
// How much of a surface its letters' and codes' common rectangle covers at least: a label on a
// door does not make the door a document.
constexpr double kMarked = 0.04;
// What fills the photo is a wall unless it is full of print.
constexpr std::size_t kFullPage = 8;
constexpr double kFullShare = 0.12;
constexpr double kMarkInside = 0.7;
constexpr double kNested = 0.7;
constexpr double kSmallOn = 0.4; // of what it lies on
constexpr double kClearQuality = 0.82;
// Two surfaces side by side are one thing where their hull is this close to a rectangle.
constexpr double kOneThing = 0.86;

std::vector<std::size_t> marksOn(const SurfaceShape& shape, const std::vector<Mark>& marks) {
  std::vector<std::size_t> on;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    SurfaceShape mark;
    cv::convexHull(marks[i].outline, mark.outline);
    if (shareInside(mark, shape) >= kMarkInside)
      on.push_back(i);
  }
  return on;
}

/// Share of the shape that the smallest turned rectangle around its marks covers.
double markedShare(const SurfaceShape& shape, const std::vector<Mark>& marks,
                   const std::vector<std::size_t>& on) {
  std::vector<cv::Point2f> points;
  for (const auto i : on)
    points.insert(points.end(), marks[i].outline.begin(), marks[i].outline.end());
  if (points.empty())
    return 0;
  return cv::minAreaRect(points).size.area() / std::max(1.0, cv::contourArea(shape.outline));
}

/// Share of the shape that its marks cover.
double printShare(const SurfaceShape& shape, const std::vector<Mark>& marks,
                  const std::vector<std::size_t>& on) {
  double area = 0;
  for (const auto i : on)
    area += std::abs(cv::contourArea(marks[i].outline));
  return area / std::max(1.0, cv::contourArea(shape.outline));
}

/// How many of the photo's edges the box lies along.
int photoEdges(const cv::Rect& box, cv::Size photo) {
  return (box.x <= 1) + (box.y <= 1) + (box.br().x >= photo.width - 1) +
         (box.br().y >= photo.height - 1);
}

bool isBackground(const Surface& surface, cv::Size photo) {
  return photoEdges(cv::boundingRect(surface.shape.outline), photo) > 1;
}

bool isBentBand(const Surface& surface, const std::vector<Mark>& marks, const cv::Mat& bgr) {
  const auto traits = traitsOf(surface, bgr, marks);
  return traits.arm >= kSurelyArm && kindOf(traits).kind == RegionKind::wristband;
}

bool isThing(const Surface& surface, const std::vector<Mark>& marks, const cv::Mat& bgr) {
  const auto& shape = surface.shape;
  const cv::Size photo = bgr.size();
  const double marked = markedShare(shape, marks, surface.marks);
  const bool wall = cv::contourArea(shape.outline) > kLargestPart * photo.area() ||
                    photoEdges(cv::boundingRect(shape.outline), photo) > 2;
  const bool full =
      surface.marks.size() >= kFullPage && printShare(shape, marks, surface.marks) >= kFullShare;
  if (shape.quality() < kBentQuality || shape.shortSide() < kSmallestSide ||
      surface.marks.empty() || marked < kMarked || (wall && !full))
    return false;
  return shape.quality() >= kGoodQuality || isBentBand(surface, marks, bgr);
}

/// The middle and the smaller half width of what is printed on one surface.
struct PrintPlace {
  cv::Point2f middle;
  double halfWidth = 0;
};

PrintPlace placeOf(const std::vector<Mark>& marks, const std::vector<std::size_t>& on) {
  std::vector<cv::Point2f> points;
  for (const auto i : on)
    points.insert(points.end(), marks[i].outline.begin(), marks[i].outline.end());
  const auto frame = cv::minAreaRect(points);
  return {frame.center, std::min(frame.size.width, frame.size.height) / 2.0};
}

class Candidates {
public:
  Candidates(const cv::Mat& bgr, const std::vector<Mark>& marks)
      : bgr_(bgr), marks_(marks), picture_(surfacePicture(bgr)) {
    for (const auto& mark : marks)
      seeds_.push_back(seedAround(picture_, mark.outline, mark.isCode));
  }

  void addAllOf(double step) {
    SurfaceGrowth growth(picture_, step);
    std::map<int, std::vector<std::size_t>> grownFrom;
    for (std::size_t i = 0; i < seeds_.size(); ++i)
      grownFrom[growth.grow(seeds_[i])].push_back(i);
    for (int number = 0; number < growth.count(); ++number) {
      const auto mask = growth.mask(number);
      const auto corner = growth.extent(number).tl();
      const auto& from = grownFrom[number];
      const bool wall =
          photoEdges(growth.extent(number), bgr_.size()) > 2 && from.size() < kFullPage;
      if ((!wall && addIfThing(shapeOf(mask, corner))) || from.size() < kMarksToCut)
        continue;
      const auto print = placeOf(marks_, from);
      addIfThing(shapeCutLoose(mask, corner, print.middle, 2 * kNeck * print.halfWidth));
    }
  }

  std::vector<Surface> take() { return std::move(found_); }

private:
  bool addIfThing(std::optional<SurfaceShape> shape) {
    if (!shape)
      return false;
    Surface surface{std::move(*shape), {}};
    surface.marks = marksOn(surface.shape, marks_);
    if (!isThing(surface, marks_, bgr_))
      return false;
    found_.push_back(std::move(surface));
    return true;
  }

  const cv::Mat& bgr_;
  const std::vector<Mark>& marks_;
  SurfacePicture picture_;
  std::vector<Seed> seeds_;
  std::vector<Surface> found_;
};

/// Of two surfaces in one place the larger one with more on it, unless its outline is worse.
double rank(const Surface& surface) {
  return surface.shape.quality() + kForSize * std::log2(cv::contourArea(surface.shape.outline)) +
         kForMarks * static_cast<double>(std::min(surface.marks.size(), kEnoughMarks));
}

bool isNested(const Surface& a, const Surface& b) {
  return shareInside(a.shape, b.shape) > kNested || shareInside(b.shape, a.shape) > kNested;
}

/// A badge or band on a sheet, or anything clear on a wall or table: those are larger and have more
/// on them.
bool isLaidOn(const Surface& surface, const std::vector<Surface>& kept,
              const std::vector<Mark>& marks, const cv::Mat& bgr) {
  const double area = cv::contourArea(surface.shape.outline);
  const bool onLarger = std::all_of(kept.begin(), kept.end(), [&](const Surface& other) {
    return !isNested(surface, other) ||
           (area < kSmallOn * cv::contourArea(other.shape.outline) &&
            (!isAlong(surface.shape, other.shape) || isBackground(other, bgr.size())));
  });
  const bool onBackground = std::all_of(kept.begin(), kept.end(), [&](const Surface& other) {
    return !isNested(surface, other) || isBackground(other, bgr.size());
  });
  if (!onLarger || surface.shape.quality() < kClearQuality || surface.marks.size() < kMarksToCut)
    return false;
  if (onBackground)
    return true;
  const auto kind = kindOf(traitsOf(surface, bgr, marks)).kind;
  return kind == RegionKind::badge || kind == RegionKind::wristband;
}

void dropNested(std::vector<Surface>& surfaces, const std::vector<Mark>& marks,
                const cv::Mat& bgr) {
  std::sort(surfaces.begin(), surfaces.end(),
            [](const Surface& a, const Surface& b) { return rank(a) > rank(b); });
  std::vector<Surface> kept;
  for (auto& surface : surfaces) {
    const bool inAnother = std::any_of(
        kept.begin(), kept.end(), [&](const Surface& other) { return isNested(surface, other); });
    if (!inAnother || isLaidOn(surface, kept, marks, bgr))
      kept.push_back(std::move(surface));
  }
  surfaces = std::move(kept);
}

/// A card and its coloured head, a table and its title bar, the cells of a board.
void joinNeighbours(std::vector<Surface>& surfaces, const std::vector<Mark>& marks) {
  for (bool joined = true; joined;) {
    joined = false;
    for (std::size_t i = 0; i < surfaces.size() && !joined; ++i) {
      for (std::size_t j = i + 1; j < surfaces.size() && !joined; ++j) {
        if (isNested(surfaces[i], surfaces[j]))
          continue;
        auto both = together(surfaces[i].shape, surfaces[j].shape);
        if (both.quality() < kOneThing)
          continue;
        surfaces[i].shape = std::move(both);
        surfaces[i].marks = marksOn(surfaces[i].shape, marks);
        surfaces.erase(surfaces.begin() + static_cast<std::ptrdiff_t>(j));
        joined = true;
      }
    }
  }
}
} // namespace

std::vector<Surface> surfacesUnder(const cv::Mat& bgr, const std::vector<Mark>& marks) {
  if (marks.empty())
    return {};
  Candidates candidates(bgr, marks);
  for (const double step : kSteps)
    candidates.addAllOf(step);
  auto surfaces = candidates.take();
  dropNested(surfaces, marks, bgr);
  joinNeighbours(surfaces, marks);
  return surfaces;
}

} // namespace photoscrub::detect
