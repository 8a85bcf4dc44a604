#include "detect/surface_candidates.h"

#include "detect/surface_growth.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// Steps of lightness that are tried: a faint edge stops the first, shading does not stop the last.
constexpr std::array<double, 3> kSteps{4, 7, 12};
constexpr double kGoodQuality = 0.72;
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

/// How many of the photo's edges the shape lies along.
int photoEdges(const SurfaceShape& shape, cv::Size photo) {
  const auto box = cv::boundingRect(shape.outline);
  return (box.x <= 1) + (box.y <= 1) + (box.br().x >= photo.width - 1) +
         (box.br().y >= photo.height - 1);
}

bool isThing(const Surface& surface, const std::vector<Mark>& marks, cv::Size photo) {
  const auto& shape = surface.shape;
  const double marked = markedShare(shape, marks, surface.marks);
  const bool wall =
      cv::contourArea(shape.outline) > kLargestPart * photo.area() || photoEdges(shape, photo) > 2;
  const bool full =
      surface.marks.size() >= kFullPage && printShare(shape, marks, surface.marks) >= kFullShare;
  return shape.quality() >= kGoodQuality && shape.shortSide() >= kSmallestSide &&
         !surface.marks.empty() && marked >= kMarked && (full || !wall);
}

std::vector<Surface> candidates(const cv::Mat& bgr, const std::vector<Mark>& marks) {
  const auto picture = surfacePicture(bgr);
  std::vector<Seed> seeds;
  for (const auto& mark : marks)
    seeds.push_back(seedAround(picture, mark.outline, mark.isCode));
  std::vector<Surface> found;
  for (const double step : kSteps) {
    SurfaceGrowth growth(picture, step);
    for (const auto& seed : seeds)
      growth.grow(seed);
    for (int number = 0; number < growth.count(); ++number) {
      auto shape = shapeOf(growth.mask(number), growth.extent(number).tl());
      if (!shape)
        continue;
      Surface surface{std::move(*shape), {}};
      surface.marks = marksOn(surface.shape, marks);
      if (isThing(surface, marks, bgr.size()))
        found.push_back(std::move(surface));
    }
  }
  return found;
}

/// Of two surfaces in one place the larger one with more on it, unless its outline is worse.
double rank(const Surface& surface) {
  return surface.shape.quality() + kForSize * std::log2(cv::contourArea(surface.shape.outline)) +
         kForMarks * static_cast<double>(std::min(surface.marks.size(), kEnoughMarks));
}

void dropNested(std::vector<Surface>& surfaces) {
  std::sort(surfaces.begin(), surfaces.end(),
            [](const Surface& a, const Surface& b) { return rank(a) > rank(b); });
  std::vector<Surface> kept;
  for (auto& surface : surfaces) {
    const bool inAnother = std::any_of(kept.begin(), kept.end(), [&](const Surface& other) {
      return shareInside(surface.shape, other.shape) > kNested ||
             shareInside(other.shape, surface.shape) > kNested;
    });
    if (!inAnother)
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
  auto surfaces = candidates(bgr, marks);
  dropNested(surfaces);
  joinNeighbours(surfaces, marks);
  return surfaces;
}

} // namespace photoscrub::detect
