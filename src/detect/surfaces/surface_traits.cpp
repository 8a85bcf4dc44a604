#include "detect/surfaces/surface_traits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// The surface is looked at upright, this many pixels high, with its surroundings.
constexpr int kHigh = 96;
constexpr int kLongest = 960;
constexpr double kAround = 0.35; // of the short side
constexpr double kRim = 0.05;    // of the short side
constexpr int kUnlikeGround = 18;
constexpr int kUnlikeTint = 12;
// A rim is dark where it has less than this part of the ground's lightness.
constexpr double kDarkRim = 0.55;
// Skin is this much warmer than white print stock in the same light.
constexpr double kSkinWarmth = 0.12;
constexpr double kAllPrint = 0.95;
constexpr double kEvenRim = 14;
// Portraits are nearly square, and taller than letters on a card: in parts of its short side.
constexpr double kPortraitAspect = 1.6, kPortraitHeight = 0.26;
// Marks are blotted out with this much room, in parts of their height.
constexpr double kPrintRoom = 0.35;

double middleOf(std::vector<double> values) {
  if (values.empty())
    return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The surface turned so that its long side lies level, its rectangle at `inner`.
struct Upright {
  cv::Mat lab;
  cv::Rect inner;
  cv::Matx23d from; ///< photo to upright
};

Upright upright(const SurfaceShape& shape, const cv::Mat& bgr) {
  const auto& frame = shape.frame;
  const bool turned = frame.size.height > frame.size.width;
  const double angle = (frame.angle + (turned ? 90 : 0)) * std::numbers::pi / 180;
  const double scale = kHigh / std::max(1.0, shape.shortSide());
  const int wide = std::min(kLongest, static_cast<int>(scale * shape.longSide()));
  const int around = static_cast<int>(kAround * kHigh);
  Upright view;
  view.inner = cv::Rect(around, around, std::max(wide, kHigh), kHigh);
  const double sx = scale * view.inner.width / std::max(1.0, scale * shape.longSide());
  const double c = std::cos(angle), s = std::sin(angle);
  const cv::Point2d middle(around + view.inner.width / 2.0, around + kHigh / 2.0);
  view.from = cv::Matx23d(sx * c, sx * s, 0, -scale * s, scale * c, 0);
  view.from(0, 2) =
      middle.x - (view.from(0, 0) * frame.center.x + view.from(0, 1) * frame.center.y);
  view.from(1, 2) =
      middle.y - (view.from(1, 0) * frame.center.x + view.from(1, 1) * frame.center.y);
  cv::Mat turnedBgr;
  cv::warpAffine(bgr, turnedBgr, view.from,
                 cv::Size(view.inner.width + 2 * around, kHigh + 2 * around), cv::INTER_LINEAR,
                 cv::BORDER_REPLICATE);
  cv::cvtColor(turnedBgr, view.lab, cv::COLOR_BGR2Lab);
  return view;
}

/// A portrait on a card, framed as if it were letters.
bool isPortrait(const Mark& mark, const Upright& view) {
  const auto around = cv::minAreaRect(mark.outline);
  const auto [shorter, longer] = std::minmax(around.size.width, around.size.height);
  const double scale = std::hypot(view.from(1, 0), view.from(1, 1)) / kHigh;
  return !mark.isCode && longer < kPortraitAspect * shorter && shorter * scale > kPortraitHeight;
}

/// Where print stands (255), with some room.
cv::Mat1b printOn(const Upright& view, const Surface& surface, const std::vector<Mark>& marks) {
  cv::Mat1b print(view.lab.size(), 0);
  for (const auto i : surface.marks) {
    if (isPortrait(marks[i], view))
      continue;
    std::vector<cv::Point2f> corners;
    cv::transform(marks[i].outline, corners, view.from);
    auto around = cv::minAreaRect(corners);
    const auto room =
        static_cast<float>(kPrintRoom) * std::min(around.size.width, around.size.height);
    around.size += cv::Size2f(2 * room, 2 * room);
    std::array<cv::Point2f, 4> box;
    around.points(box.data());
    std::vector<cv::Point> filled(box.begin(), box.end());
    cv::fillConvexPoly(print, filled, 255);
  }
  return print;
}

/// The colour that most of what is no print has; of all where print is everywhere.
cv::Vec3d groundOf(const cv::Mat& lab, const cv::Mat1b& print) {
  if (static_cast<double>(cv::countNonZero(print)) > kAllPrint * static_cast<double>(print.total()))
    return groundOf(lab, cv::Mat1b(print.size(), 0));
  std::array<std::vector<double>, 3> channels;
  for (int y = 0; y < lab.rows; y += 2)
    for (int x = 0; x < lab.cols; x += 2)
      for (int c = 0; c < 3 && print(y, x) == 0; ++c)
        channels[static_cast<std::size_t>(c)].push_back(lab.at<cv::Vec3b>(y, x)[c]);
  return {middleOf(channels[0]), middleOf(channels[1]), middleOf(channels[2])};
}

bool unlike(const cv::Vec3b& pixel, const cv::Vec3d& ground) {
  return std::abs(pixel[0] - ground[0]) > kUnlikeGround ||
         std::abs(pixel[1] - ground[1]) > kUnlikeTint ||
         std::abs(pixel[2] - ground[2]) > kUnlikeTint;
}

/// Share of the largest piece inside that is neither ground nor print.
double largestPicture(const cv::Mat& inside, const cv::Mat1b& print, const cv::Vec3d& ground) {
  // What lies along the edge is the surroundings, seen past a slanted side.
  cv::Mat1b other(inside.size(), 0);
  const int edge = kHigh / 16;
  for (int y = edge; y < inside.rows - edge; ++y)
    for (int x = edge; x < inside.cols - edge; ++x)
      if (print(y, x) == 0 && unlike(inside.at<cv::Vec3b>(y, x), ground))
        other(y, x) = 255;
  cv::morphologyEx(other, other, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_RECT, cv::Size(7, 7)));
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(other, labels, stats, centroids, 4);
  int largest = 0;
  for (int i = 1; i < count; ++i)
    largest = std::max(largest, stats.at<int>(i, cv::CC_STAT_AREA));
  return static_cast<double>(largest) / static_cast<double>(inside.total());
}

cv::Vec3d colourOf(const cv::Mat& lab, const cv::Rect& part) {
  const auto area = part & cv::Rect(cv::Point(), lab.size());
  if (area.empty())
    return {};
  return groundOf(lab(area), cv::Mat1b(area.size(), 0));
}

/// How much redder and yellower than the ground, in parts of the lightness: so it means the same in
/// a dark or yellow light.
double warmth(const cv::Vec3d& colour, const cv::Vec3d& ground) {
  const auto tint = [](const cv::Vec3d& c) {
    return (c[1] - 128 + c[2] - 128) / std::max(10.0, c[0]);
  };
  return tint(colour) - tint(ground);
}

/// Whether two patches may be the two sides of one arm, 0 to 1.
double likeAnArm(const cv::Vec3d& one, const cv::Vec3d& two, const cv::Vec3d& ground) {
  const double warm = std::min(warmth(one, ground), warmth(two, ground));
  const double lighter = std::max(one[0], two[0]), darker = std::min(one[0], two[0]);
  const bool alike =
      darker > 0.55 * lighter && std::abs(one[1] - two[1]) < 14 && std::abs(one[2] - two[2]) < 14;
  return alike ? std::clamp(warm / kSkinWarmth, 0.0, 1.0) : 0;
}

void lookAtRim(SurfaceTraits& traits, const Upright& view, const cv::Vec3d& ground) {
  const int wide = std::max(2, static_cast<int>(kRim * kHigh));
  const auto& r = view.inner;
  std::vector<double> rim;
  for (int y = r.y - wide; y < r.br().y + wide; ++y)
    for (int x = r.x - wide; x < r.br().x + wide; ++x) {
      if (r.contains(cv::Point(x, y)))
        continue;
      rim.push_back(view.lab.at<cv::Vec3b>(y, x)[0]);
    }
  const double middle = middleOf(rim);
  const auto share = [&](auto&& is) {
    return static_cast<double>(std::count_if(rim.begin(), rim.end(), is)) /
           static_cast<double>(std::max<std::size_t>(1, rim.size()));
  };
  traits.dark = share([&](double here) { return here < kDarkRim * ground[0]; });
  traits.evenRim = share([&](double here) { return std::abs(here - middle) < kEvenRim; });
}

/// Whether the letters of a line, four corners in the upright view, are darker than their ground:
/// they cover less than half of it.
bool isDark(const Upright& view, const std::vector<cv::Point2f>& line) {
  constexpr int kAcross = 40, kDown = 8;
  std::vector<double> lightness;
  const cv::Rect whole(cv::Point(), view.lab.size());
  for (int i = 0; i < kAcross * kDown; ++i) {
    const float u = (static_cast<float>(i % kAcross) + 0.5F) / kAcross;
    const float v = (static_cast<float>(i / kAcross) + 0.5F) / kDown;
    const cv::Point at = line[0] + u * (line[1] - line[0]) + v * (line[3] - line[0]);
    if (whole.contains(at))
      lightness.push_back(view.lab.at<cv::Vec3b>(at)[0]);
  }
  if (lightness.empty())
    return false;
  std::sort(lightness.begin(), lightness.end());
  const std::size_t few = lightness.size() / 20;
  const double middle = lightness[lightness.size() / 2];
  return middle - lightness[few] > lightness[lightness.size() - 1 - few] - middle;
}

void readLines(SurfaceTraits& traits, const Surface& surface, const std::vector<Mark>& marks,
               const Upright& view) {
  std::vector<double> heights;
  double along = 0, dark = 0;
  for (const auto i : surface.marks) {
    if (marks[i].isCode) {
      ++traits.codes;
      continue;
    }
    if (isPortrait(marks[i], view))
      continue;
    ++traits.lines;
    std::vector<cv::Point2f> corners;
    cv::transform(marks[i].outline, corners, view.from);
    const auto line = corners[1] - corners[0];
    heights.push_back(cv::norm(corners[3] - corners[0]) / kHigh);
    along += std::abs(line.x) > std::abs(line.y);
    dark += isDark(view, corners);
  }
  traits.lineHeight = middleOf(heights);
  for (auto& height : heights)
    height = std::abs(height - traits.lineHeight);
  traits.heightSpread = middleOf(std::move(heights)) / std::max(1e-3, traits.lineHeight);
  const auto count = static_cast<double>(std::max<std::size_t>(1, traits.lines));
  traits.alongLong = along / count;
  traits.darkPrint = dark / count;
}
} // namespace

SurfaceTraits traitsOf(const Surface& surface, const cv::Mat& bgr, const std::vector<Mark>& marks) {
  const auto view = upright(surface.shape, bgr);
  const auto print = printOn(view, surface, marks);
  const cv::Mat inside = view.lab(view.inner);
  const cv::Mat1b printInside = print(view.inner);
  const auto ground = groundOf(inside, printInside);
  SurfaceTraits traits;
  traits.fullness = surface.shape.quality();
  traits.aspect = surface.shape.aspect();
  traits.photoShare = cv::contourArea(surface.shape.outline) / static_cast<double>(bgr.total());
  traits.lightness = ground[0];
  traits.tint = std::hypot(ground[1] - 128, ground[2] - 128);
  traits.picture = largestPicture(inside, printInside, ground);
  lookAtRim(traits, view, ground);
  readLines(traits, surface, marks, view);
  const auto& r = view.inner;
  const int deep = r.y / 2, near = r.y / 5;
  const bool level = traits.alongLong >= 0.5;
  const cv::Rect above(r.x + r.width / 4, r.y - near - deep, r.width / 2, deep);
  const cv::Rect before(r.x - near - deep, r.y + r.height / 4, deep, r.height / 2);
  const cv::Rect below = above + cv::Point(0, r.height + 2 * near + deep);
  const cv::Rect after = before + cv::Point(r.width + 2 * near + deep, 0);
  traits.arm = level ? likeAnArm(colourOf(view.lab, above), colourOf(view.lab, below), ground)
                     : likeAnArm(colourOf(view.lab, before), colourOf(view.lab, after), ground);
  return traits;
}

} // namespace photoscrub::detect
