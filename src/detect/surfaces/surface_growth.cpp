#include "detect/surfaces/surface_growth.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// How far around a line is looked at, in parts of the line's height.
constexpr float kRing = 0.2F;
constexpr float kSmallestRing = 1; // pixels
// Points this close to the ground's colour are on the surface.
constexpr int kSameLightness = 14;
constexpr int kSameTint = 9;
// How far a stroke may be stepped over, in pixels.
constexpr int kStroke = 4;
// How fast the surface's local colour follows its pixels: 1 in so many.
constexpr int kFollows = 6;
// A surface may shade to this part of its seed's lightness, and as much brighter.
constexpr double kShade = 0.5;
constexpr int kTintDrift = 22;

int median(std::vector<int>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

int tintDistance(const cv::Vec3b& a, const cv::Vec3b& b) {
  return std::max(std::abs(a[1] - b[1]), std::abs(a[2] - b[2]));
}

/// The lightness that best parts letters from their ground (Otsu's threshold).
int lightnessSplit(const cv::Mat& lab, const std::vector<cv::Point>& points) {
  cv::Mat1b lightness(1, static_cast<int>(points.size()));
  for (int i = 0; i < lightness.cols; ++i)
    lightness(0, i) = lab.at<cv::Vec3b>(points[static_cast<std::size_t>(i)])[0];
  cv::Mat parted;
  return static_cast<int>(
      cv::threshold(lightness, parted, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU));
}

/// `outline` with its sides moved outwards by `by` pixels, roughly.
std::vector<cv::Point> pushedOut(const std::vector<cv::Point2f>& outline, float by) {
  cv::Point2f middle;
  for (const auto& point : outline)
    middle += point * (1.0F / static_cast<float>(outline.size()));
  // Along the outline's own axes, so that a long line grows as much above as beside.
  const auto& p = outline;
  const cv::Point2f along = p[1] - p[0], down = p[3] - p[0];
  const auto unit = [](const cv::Point2f& v) {
    const float length = std::max(1e-3F, std::hypot(v.x, v.y));
    return cv::Point2f(v.x / length, v.y / length);
  };
  const auto u = unit(along) * by, v = unit(down) * by;
  const std::array<cv::Point2f, 4> moved{p[0] - u - v, p[1] + u - v, p[2] + u + v, p[3] - u + v};
  return {moved.begin(), moved.end()};
}
} // namespace

SurfacePicture surfacePicture(const cv::Mat& bgr) {
  SurfacePicture picture;
  cv::Mat smoothed;
  cv::medianBlur(bgr, smoothed, 3);
  cv::cvtColor(smoothed, picture.lab, cv::COLOR_BGR2Lab);
  // The median difference of neighbours is noise: most pixels of a photo are no edges.
  std::vector<int> differences;
  for (int y = 0; y < picture.lab.rows; y += 4)
    for (int x = 0; x + 1 < picture.lab.cols; x += 4)
      differences.push_back(
          std::abs(picture.lab.at<cv::Vec3b>(y, x)[0] - picture.lab.at<cv::Vec3b>(y, x + 1)[0]));
  picture.noise = differences.empty() ? 0 : median(differences);
  return picture;
}

Seed seedAround(const SurfacePicture& picture, const std::vector<cv::Point2f>& outline,
                bool bright) {
  Seed seed;
  if (outline.size() != 4)
    return seed;
  const auto height = static_cast<float>(
      std::min(cv::norm(outline[3] - outline[0]), cv::norm(outline[1] - outline[0])));
  const auto outer = pushedOut(outline, std::max(kSmallestRing, kRing * height));
  const cv::Rect area = cv::boundingRect(outer) & cv::Rect(cv::Point(), picture.lab.size());
  if (area.empty())
    return seed;
  cv::Mat1b around(area.size(), 0);
  auto local = outer;
  for (auto& point : local)
    point -= area.tl();
  cv::fillConvexPoly(around, local, 255);
  std::vector<cv::Point> points;
  cv::findNonZero(around, points);
  if (points.empty())
    return seed;
  const auto colours = picture.lab(area);
  const int split = lightnessSplit(colours, points);
  const auto lighter = std::count_if(points.begin(), points.end(), [&](const cv::Point& at) {
    return colours.at<cv::Vec3b>(at)[0] > split;
  });
  // Letters cover less than half of their line; of a code the light half is its ground.
  const bool groundIsLight = bright || 2 * lighter >= static_cast<std::ptrdiff_t>(points.size());
  std::array<std::vector<int>, 3> channels;
  for (const auto& at : points) {
    const auto& colour = colours.at<cv::Vec3b>(at);
    for (int c = 0; c < 3 && (colour[0] > split) == groundIsLight; ++c)
      channels[static_cast<std::size_t>(c)].push_back(colour[c]);
  }
  if (channels[0].empty())
    return seed;
  for (int c = 0; c < 3; ++c)
    seed.colour[c] = static_cast<unsigned char>(median(channels[static_cast<std::size_t>(c)]));
  for (const auto& at : points) {
    const auto& colour = colours.at<cv::Vec3b>(at);
    if (std::abs(colour[0] - seed.colour[0]) <= kSameLightness &&
        tintDistance(colour, seed.colour) <= kSameTint)
      seed.points.push_back(at + area.tl());
  }
  return seed;
}

/// A pixel from which the surface goes on, with the surface's colour around it.
struct SurfaceGrowth::Front {
  cv::Point at;
  std::array<short, 3> colour; ///< sixteenths of a level
};

SurfaceGrowth::SurfaceGrowth(const SurfacePicture& picture, double step)
    : picture_(picture), step_(step + 2 * picture.noise), owner_(picture.lab.size(), 0) {}

int SurfaceGrowth::surfaceUnder(const Seed& seed) const {
  std::vector<std::size_t> votes(extents_.size(), 0);
  for (const auto& point : seed.points)
    if (const int owner = owner_(point); owner > 0)
      ++votes[static_cast<std::size_t>(owner - 1)];
  const auto most = std::max_element(votes.begin(), votes.end());
  if (most == votes.end() || 2 * *most < seed.points.size())
    return -1;
  return static_cast<int>(most - votes.begin());
}

int SurfaceGrowth::grow(const Seed& seed) {
  if (seed.points.empty())
    return -1;
  if (const int before = surfaceUnder(seed); before >= 0)
    return before;
  const int number = count();
  extents_.emplace_back();
  std::vector<Front> open;
  for (const auto& point : seed.points) {
    if (owner_(point) != 0)
      continue;
    owner_(point) = number + 1;
    std::array<short, 3> colour{};
    for (std::size_t c = 0; c < 3; ++c)
      colour[c] = static_cast<short>(16 * seed.colour[static_cast<int>(c)]);
    open.push_back({point, colour});
    extents_.back() |= cv::Rect(point, cv::Size(1, 1));
  }
  if (open.empty()) {
    extents_.pop_back();
    return -1;
  }
  spread(open, number, seed.colour);
  return number;
}

void SurfaceGrowth::spread(std::vector<Front>& open, int number, const cv::Vec3b& colour) {
  const cv::Rect whole(cv::Point(), picture_.lab.size());
  const int step = static_cast<int>(std::lround(16 * step_));
  const int darkest = static_cast<int>(kShade * colour[0]);
  const int brightest = static_cast<int>(colour[0] / kShade) + 16;
  int left = extents_.back().x, right = extents_.back().br().x;
  int top = extents_.back().y, bottom = extents_.back().br().y;
  const auto fits = [&](const cv::Point& at, const Front& from, int within) {
    const auto& pixel = picture_.lab.at<cv::Vec3b>(at);
    return std::abs(16 * pixel[0] - from.colour[0]) <= within &&
           std::abs(16 * pixel[1] - from.colour[1]) <= within * 2 / 3 &&
           std::abs(16 * pixel[2] - from.colour[2]) <= within * 2 / 3 && pixel[0] >= darkest &&
           pixel[0] <= brightest && tintDistance(pixel, colour) <= kTintDrift;
  };
  const auto take = [&](const cv::Point& at, const Front& from) {
    owner_(at) = number + 1;
    left = std::min(left, at.x), right = std::max(right, at.x + 1);
    top = std::min(top, at.y), bottom = std::max(bottom, at.y + 1);
    const auto& pixel = picture_.lab.at<cv::Vec3b>(at);
    Front next{at, from.colour};
    for (std::size_t c = 0; c < 3; ++c)
      next.colour[c] = static_cast<short>(
          next.colour[c] + (16 * pixel[static_cast<int>(c)] - next.colour[c]) / kFollows);
    open.push_back(next);
  };
  const std::array<cv::Point, 4> ways{cv::Point(1, 0), {0, 1}, {-1, 0}, {0, -1}};
  // First in, first out: the front stays round, so that the colour it carries is the nearest one.
  for (std::size_t next = 0; next < open.size(); ++next) {
    const Front from = open[next];
    for (const auto& way : ways) {
      for (int far = 1; far <= kStroke; ++far) {
        const cv::Point at = from.at + way * far;
        if (!whole.contains(at) || owner_(at) == number + 1)
          break;
        if (owner_(at) != 0 || !fits(at, from, far == 1 ? step : step * 2 / 3))
          continue;
        take(at, from);
        break;
      }
    }
  }
  extents_.back() = cv::Rect(cv::Point(left, top), cv::Point(right, bottom));
}

cv::Mat SurfaceGrowth::mask(int number) const {
  cv::Mat own;
  cv::compare(owner_(extent(number)), number + 1, own, cv::CMP_EQ);
  return own;
}

} // namespace photoscrub::detect
