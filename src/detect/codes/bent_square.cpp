#include "detect/codes/bent_square.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr int kLook = 240;    // pixels of a spot's longer side when looked at
constexpr float kRoom = 0.2F; // around it
constexpr float kQuietZone = 0.18F;
// Gaps between dark modules that are closed, by the longer side: from 24 modules to 10.
constexpr std::array<int, 3> kGaps = {24, 14, 8};
constexpr int kBins = 24;           // places along a side where its outermost point counts
constexpr double kLeastShare = 0.3; // of the spot, for a blob to be its code
constexpr double kMostMoved = 0.2;  // of the shorter side, by which a corner may be moved
constexpr float kMostBow = 0.35F;   // of a side

struct Look {
  cv::Mat grey;
  float scale = 1;
  cv::Point2f origin;
};

Look lookAt(const cv::Mat& grey, const Frame& spot) {
  const float longer = std::max(spot.length, spot.height), room = longer * kRoom;
  cv::Rect2f wanted = spot.box();
  wanted = {wanted.x - room, wanted.y - room, wanted.width + 2 * room, wanted.height + 2 * room};
  const cv::Rect box = cv::Rect(wanted) & cv::Rect(0, 0, grey.cols, grey.rows);
  if (box.width < 8 || box.height < 8)
    return {};
  Look look;
  look.scale = kLook / longer;
  look.origin = box.tl();
  cv::resize(grey(box), look.grey, {}, look.scale, look.scale,
             look.scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
  return look;
}

/// Dark by comparison with what is near: light falls off around a wrist.
cv::Mat1b darkOf(const cv::Mat& grey) {
  cv::Mat calm;
  cv::GaussianBlur(grey, calm, {5, 5}, 0);
  cv::Mat1b darkest, brightest, dark;
  const cv::Mat near = cv::getStructuringElement(cv::MORPH_RECT, {kLook / 4 | 1, kLook / 4 | 1});
  cv::erode(calm, darkest, near);
  cv::dilate(calm, brightest, near);
  cv::Mat middle;
  cv::addWeighted(darkest, 0.5, brightest, 0.5, 0, middle);
  cv::blur(middle, middle, {kLook / 8, kLook / 8});
  cv::compare(calm, middle, dark, cv::CMP_LT);
  return dark;
}

/// The blob over the middle of the look, or the largest.
std::vector<cv::Point> blobOf(const cv::Mat1b& dark, int gap) {
  cv::Mat1b closed;
  const cv::Mat square = cv::getStructuringElement(cv::MORPH_ELLIPSE, {gap, gap});
  cv::copyMakeBorder(dark, closed, gap, gap, gap, gap, cv::BORDER_CONSTANT, cv::Scalar(0));
  cv::morphologyEx(closed, closed, cv::MORPH_CLOSE, square);
  // Filled first: opened as it is, a code would lose its thin sides beside a light part.
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(closed, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  cv::drawContours(closed, outlines, -1, cv::Scalar(255), cv::FILLED);
  cv::morphologyEx(closed, closed, cv::MORPH_OPEN, square);
  cv::findContours(closed(cv::Rect(gap, gap, dark.cols, dark.rows)), outlines, cv::RETR_EXTERNAL,
                   cv::CHAIN_APPROX_NONE);
  const cv::Point2f middle(static_cast<float>(dark.cols) / 2, static_cast<float>(dark.rows) / 2);
  std::vector<cv::Point> best;
  double bestArea = kLeastShare * kLook * kLook * 0.5;
  for (auto& outline : outlines) {
    const double area = cv::contourArea(outline);
    if (area <= bestArea || cv::pointPolygonTest(outline, middle, false) < 0)
      continue;
    best = std::move(outline);
    bestArea = area;
  }
  return best;
}

/// The corners: of all quadrilaterals between points of the hull the largest, found by moving one
/// corner after the other.
std::array<cv::Point2f, 4> cornersOf(const std::vector<cv::Point>& outline) {
  std::vector<cv::Point> hull;
  cv::convexHull(outline, hull);
  const auto box = cv::minAreaRect(hull);
  std::array<cv::Point2f, 4> corners;
  box.points(corners.data());
  const auto nearest = [&](cv::Point2f to) {
    return cv::Point2f(*std::min_element(hull.begin(), hull.end(), [&](cv::Point a, cv::Point b) {
      const auto da = cv::Point2f(a) - to, db = cv::Point2f(b) - to;
      return da.dot(da) < db.dot(db);
    }));
  };
  for (auto& corner : corners)
    corner = nearest(corner);
  for (int round = 0; round < 3; ++round)
    for (std::size_t i = 0; i < 4; ++i) {
      const cv::Point2f before = corners[(i + 3) % 4], after = corners[(i + 1) % 4];
      const cv::Point2f line = after - before;
      const auto away = [&](cv::Point2f point) { return std::abs((point - before).cross(line)); };
      const float sign = (corners[i] - before).cross(line) < 0 ? -1.0F : 1.0F;
      for (const cv::Point2f point : hull)
        if ((point - before).cross(line) * sign > 0 && away(point) > away(corners[i]))
          corners[i] = point;
    }
  return corners;
}

/// The line along the outermost points of a part of a side; a zero direction where there are few.
cv::Vec4f lineAlong(const std::vector<cv::Point>& outline, cv::Point2f from, cv::Point2f to,
                    cv::Point2f middle, std::pair<float, float> part) {
  const cv::Point2f chord = to - from;
  const float length = std::max(1.0F, std::hypot(chord.x, chord.y));
  const cv::Point2f along = chord * (1 / length);
  cv::Point2f out(along.y, -along.x);
  if (out.dot(middle - from) > 0)
    out = -out;
  std::array<std::pair<float, cv::Point2f>, kBins> furthest;
  furthest.fill({-1e9F, {}});
  for (const cv::Point2f point : outline) {
    const float t = (point - from).dot(along) / length, away = (point - from).dot(out);
    if (t < part.first || t > part.second || std::abs(away) > kMostBow * length)
      continue;
    auto& bin = furthest[static_cast<std::size_t>(t * kBins)];
    if (away > bin.first)
      bin = {away, point};
  }
  std::vector<cv::Point2f> points;
  for (const auto& [away, point] : furthest)
    if (away > -1e8F)
      points.push_back(point);
  cv::Vec4f line(0, 0, 0, 0);
  if (points.size() >= 4)
    cv::fitLine(points, line, cv::DIST_HUBER, 0, 0.01, 0.01);
  return line;
}

/// A corner may be light, or cut off when the blob was opened: the sides say where it lies.
void sharpenCorners(const std::vector<cv::Point>& outline, std::array<cv::Point2f, 4>& corners) {
  const auto rough = corners;
  const cv::Point2f middle = (rough[0] + rough[1] + rough[2] + rough[3]) * 0.25F;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f before = rough[(i + 3) % 4], after = rough[(i + 1) % 4];
    const auto a = lineAlong(outline, before, rough[i], middle, {0.5F, 0.88F});
    const auto b = lineAlong(outline, rough[i], after, middle, {0.12F, 0.5F});
    const float cross = a[0] * b[1] - a[1] * b[0];
    if (std::abs(cross) < 0.3F)
      continue;
    const float t = ((b[2] - a[2]) * b[1] - (b[3] - a[3]) * b[0]) / cross;
    const cv::Point2f crossing(a[2] + t * a[0], a[3] + t * a[1]);
    if (cv::norm(crossing - rough[i]) <
        kMostMoved * std::min(cv::norm(rough[i] - before), cv::norm(rough[i] - after)))
      corners[i] = crossing;
  }
}

/// How far the outline bows out between two corners: a parabola through the outermost points.
float bowOf(const std::vector<cv::Point>& outline, cv::Point2f from, cv::Point2f to,
            cv::Point2f middle) {
  const cv::Point2f chord = to - from;
  const float length = std::hypot(chord.x, chord.y);
  if (length < 4)
    return 0;
  const cv::Point2f along = chord * (1 / length);
  cv::Point2f out(along.y, -along.x);
  if (out.dot(middle - from) > 0)
    out = -out;
  std::array<float, kBins> furthest;
  furthest.fill(-1e9F);
  for (const cv::Point2f point : outline) {
    const float t = (point - from).dot(along) / length, away = (point - from).dot(out);
    if (t < 0.08F || t > 0.92F || std::abs(away) > kMostBow * length)
      continue;
    auto& bin = furthest[static_cast<std::size_t>(t * kBins)];
    bin = std::max(bin, away);
  }
  std::vector<float> bows;
  for (std::size_t i = 0; i < furthest.size(); ++i) {
    const float t = (static_cast<float>(i) + 0.5F) / kBins;
    if (furthest[i] > -1e8F && t > 0.2F && t < 0.8F)
      bows.push_back(furthest[i] / (4 * t * (1 - t)));
  }
  if (bows.empty())
    return 0;
  // Light modules on the border make the outline fall back, never stand out.
  const auto at = bows.begin() + static_cast<std::ptrdiff_t>(bows.size() * 2 / 3);
  std::nth_element(bows.begin(), at, bows.end());
  return *at;
}

cv::Point2f side(const BentSquare& square, std::size_t i, float t) {
  const cv::Point2f from = square.corners[i], to = square.corners[(i + 1) % 4];
  const cv::Point2f middle =
      (square.corners[0] + square.corners[1] + square.corners[2] + square.corners[3]) * 0.25F;
  const cv::Point2f chord = to - from;
  const float length = std::max(1.0F, std::hypot(chord.x, chord.y));
  cv::Point2f out(chord.y / length, -chord.x / length);
  if (out.dot(middle - from) > 0)
    out = -out;
  return from + chord * t + out * (square.bows[i] * 4 * t * (1 - t));
}
} // namespace

/// A Coons patch: between the sides, whatever they are.
cv::Point2f BentSquare::at(cv::Point2f part) const {
  const float u = part.x, v = part.y;
  const auto top = side(*this, 0, u), right = side(*this, 1, v), bottom = side(*this, 2, 1 - u),
             left = side(*this, 3, 1 - v);
  const auto bilinear = corners[0] * ((1 - u) * (1 - v)) + corners[1] * (u * (1 - v)) +
                        corners[2] * (u * v) + corners[3] * ((1 - u) * v);
  return top * (1 - v) + bottom * v + left * (1 - u) + right * u - bilinear;
}

std::array<cv::Point2f, 8> BentSquare::outline() const {
  return {at({0, 0}), at({0.5F, 0}), at({1, 0}), at({1, 0.5F}),
          at({1, 1}), at({0.5F, 1}), at({0, 1}), at({0, 0.5F})};
}

std::vector<BentSquare> bentSquares(const cv::Mat& grey, const Frame& spot) {
  const auto look = lookAt(grey, spot);
  std::vector<BentSquare> squares;
  if (look.grey.empty())
    return squares;
  const cv::Mat1b dark = darkOf(look.grey);
  for (const int gap : kGaps) {
    const auto outline = blobOf(dark, kLook / gap | 1);
    if (outline.size() < 8)
      continue;
    BentSquare square;
    square.corners = cornersOf(outline);
    sharpenCorners(outline, square.corners);
    const cv::Point2f middle =
        (square.corners[0] + square.corners[1] + square.corners[2] + square.corners[3]) * 0.25F;
    for (std::size_t i = 0; i < 4; ++i)
      square.bows[i] =
          bowOf(outline, square.corners[i], square.corners[(i + 1) % 4], middle) / look.scale;
    for (auto& corner : square.corners)
      corner = corner * (1 / look.scale) + look.origin;
    squares.push_back(square);
  }
  return squares;
}

int flatQuiet(int side) {
  return cvRound(kQuietZone * static_cast<float>(side));
}

cv::Mat flattened(const cv::Mat& grey, const BentSquare& square, int side) {
  const int quiet = flatQuiet(side), whole = side + 2 * quiet;
  cv::Mat2f map(whole, whole);
  const auto part = [&](int pixel) {
    return (static_cast<float>(pixel - quiet) + 0.5F) / static_cast<float>(side);
  };
  for (int y = 0; y < whole; ++y)
    for (int x = 0; x < whole; ++x) {
      const auto at = square.at({part(x), part(y)});
      map(y, x) = {at.x, at.y};
    }
  cv::Mat flat;
  cv::remap(grey, flat, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return flat;
}

} // namespace photoscrub::detect
