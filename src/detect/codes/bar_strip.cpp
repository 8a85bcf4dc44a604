#include "detect/codes/bar_strip.h"

#include "detect/codes/ramp.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr float kMostSamples = 1400; // within the spot
constexpr float kQuickSamples = 500;
constexpr std::size_t kQuickEdges = 12; // in the spot alone, which may be a part of the code
constexpr float kMostPerPixel = 4;
// Of the length, on both sides: a spot may show only a part of the bars.
constexpr float kRoom = 1;
constexpr float kReach = 0.9F; // of the height, from the middle to both sides
constexpr int kMostRows = 60;
constexpr double kAlike = 0.6;      // print below a code gives 0.3 and less
constexpr int kForgiven = 2;        // rows that may differ: a scratch
constexpr float kMostSlant = 0.5;   // pixels the bars move from row to row
constexpr double kLeastSwing = 0.2; // of the contrast, for a change to be an edge
// Bars and gaps have up to four modules; a quiet zone has more. Blur makes narrow gaps wider.
constexpr double kWidestGap = 6;
constexpr double kBlur = 1.2; // pixels, of a lens and a resized photo
constexpr double kUsualSharpening = 2;

/// Rows across the bars, from above the spot to below it.
struct Rows {
  cv::Mat1f values, swings; ///< as they are, and without the slow change of light
  int middle = 0;
  float step = 1; ///< pixels from row to row
};

cv::Mat1f withoutLight(const cv::Mat1f& rows) {
  cv::Mat1f light;
  cv::blur(rows, light, {std::max(3, rows.cols / 16), 1}, {-1, -1}, cv::BORDER_REPLICATE);
  return cv::Mat1f(rows - light);
}

Rows sampleRows(const cv::Mat& grey, const Frame& spot, float perPixel) {
  const float reach = spot.height * kReach;
  Rows rows;
  rows.step = std::max(1.0F, 2 * reach / kMostRows);
  rows.middle = std::max(2, cvFloor(reach / rows.step));
  const int width = cvRound(spot.length * (1 + 2 * kRoom) * perPixel);
  const cv::Point2f u = spot.along * (1 / perPixel), v = spot.across() * rows.step;
  const cv::Point2f origin = spot.centre - spot.along * (spot.length * (0.5F + kRoom)) -
                             v * static_cast<float>(rows.middle);
  const cv::Matx23f toPicture(u.x, v.x, origin.x, u.y, v.y, origin.y);
  cv::Mat sampled;
  cv::warpAffine(grey, sampled, toPicture, {width, 2 * rows.middle + 1},
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  sampled.convertTo(rows.values, CV_32F);
  rows.swings = withoutLight(rows.values);
  return rows;
}

double correlation(const cv::Mat1f& a, const cv::Mat1f& b) {
  const double lengths = cv::norm(a) * cv::norm(b);
  return lengths > 0 ? a.dot(b) / lengths : 0;
}

/// Columns of one row, `shift` samples further right.
cv::Mat1f part(const cv::Mat1f& rows, int row, cv::Range columns, int shift) {
  return rows.row(row).colRange(columns.start + shift, columns.end + shift);
}

/// Follows the bars from the middle row up or down and adds up what it finds.
class Follower {
public:
  /// Rows are compared in the columns `spot`, and added up over all of them.
  Follower(const Rows& rows, cv::Range spot, int mostShift)
      : rows_(rows), spot_(spot), columns_(mostShift, rows.values.cols - mostShift),
        mostShift_(mostShift), sum_(part(rows.values, rows.middle, columns_, 0).clone()),
        swings_(part(rows.swings, rows.middle, spot_, 0).clone()) {}

  struct End {
    int rows = 0;
    int shift = 0;
  };

  End follow(int direction, int mostStep) {
    End end;
    int shift = 0, before = 0, missed = 0;
    for (int row = rows_.middle + direction; row >= 0 && row < rows_.values.rows;
         row += direction) {
      // The bars go on the way they went: half the shift of the row before is expected.
      const auto best = bestShift(row, shift + (shift - before) / 2, mostStep);
      if (best.alike < kAlike) {
        if (++missed > kForgiven)
          break;
        continue;
      }
      missed = 0;
      before = shift;
      shift = best.shift;
      sum_ += part(rows_.values, row, columns_, shift);
      swings_ += part(rows_.swings, row, spot_, shift);
      alike_ += best.alike;
      ++count_;
      end = {std::abs(row - rows_.middle), shift};
    }
    return end;
  }

  cv::Mat1f mean() const { return cv::Mat1f(sum_ / (1 + count_)); }
  double likeness() const { return count_ > 0 ? alike_ / count_ : 0; }
  int count() const { return count_; }
  cv::Range columns() const { return columns_; }

private:
  struct Shift {
    int shift = 0;
    double alike = -1;
  };

  Shift bestShift(int row, int expected, int mostStep) const {
    Shift best;
    for (int shift = expected - mostStep; shift <= expected + mostStep; ++shift) {
      if (std::abs(shift) > mostShift_)
        continue;
      const double alike = correlation(swings_, part(rows_.swings, row, spot_, shift));
      if (alike > best.alike)
        best = {shift, alike};
    }
    return best;
  }

  const Rows& rows_;
  cv::Range spot_, columns_;
  int mostShift_;
  cv::Mat1f sum_, swings_;
  double alike_ = 0;
  int count_ = 0;
};

/// Half way between the brightest and darkest sample near.
struct Middle {
  cv::Mat1f level;
  cv::Mat1f range;
};

Middle middleOf(const cv::Mat1f& profile) {
  const cv::Mat near(1, std::max(9, profile.cols / 20) | 1, CV_8U, cv::Scalar(1));
  cv::Mat1f low, high;
  cv::erode(profile, low, near);
  cv::dilate(profile, high, near);
  Middle middle{cv::Mat1f((low + high) * 0.5F), cv::Mat1f(high - low)};
  cv::blur(middle.level, middle.level, {near.cols / 2 | 1, 1}, {-1, -1}, cv::BORDER_REPLICATE);
  return middle;
}

struct Edge {
  int at = 0;
  bool toDark = false;
};

/// The places where the profile changes sides for good.
std::vector<Edge> edgesOf(const cv::Mat1f& profile, const Middle& middle, double contrast) {
  std::vector<Edge> edges;
  const auto least = static_cast<float>(contrast * kLeastSwing / 2);
  int side = 0, crossing = 0;
  float last = 0;
  for (int i = 0; i < profile.cols; ++i) {
    const float swing = profile(i) - middle.level(i);
    if ((swing > 0) != (last > 0))
      crossing = i;
    last = swing;
    const int here = swing > least ? 1 : swing < -least ? -1 : 0;
    if (here == 0 || here == side)
      continue;
    if (side != 0)
      edges.push_back({crossing, here < 0});
    side = here;
  }
  return edges;
}

std::vector<double> widthsOf(std::span<const Edge> edges) {
  std::vector<double> widths;
  for (std::size_t i = 1; i < edges.size(); ++i)
    widths.push_back(edges[i].at - edges[i - 1].at);
  return widths;
}

double quantile(std::vector<double> values, double share) {
  const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

/// The longest row of edges, from a first bar to a last, without a gap that is wide for this code.
std::span<const Edge> longestRun(std::span<const Edge> edges) {
  if (edges.size() < 4)
    return {};
  const auto widths = widthsOf(edges);
  const double widest = kWidestGap * std::max(1.0, quantile(widths, 0.25));
  std::size_t start = 0, bestStart = 0, bestCount = 0;
  for (std::size_t i = 1; i <= edges.size(); ++i) {
    const bool cut = i == edges.size() || widths[i - 1] > widest;
    if (!cut)
      continue;
    if (i - start > bestCount)
      bestStart = start, bestCount = i - start;
    start = i;
  }
  auto run = edges.subspan(bestStart, bestCount);
  // What is dark beside the quiet zone is no bar of the code.
  if (!run.empty() && !run.front().toDark)
    run = run.subspan(1);
  if (!run.empty() && run.back().toDark)
    run = run.first(run.size() - 1);
  return run;
}

cv::Mat1f sharpened(const BarStrip& strip, double times) {
  cv::Mat1f soft;
  cv::GaussianBlur(strip.profile, soft, {0, 0}, kBlur * strip.perPixel, 1e-3, cv::BORDER_REPLICATE);
  return cv::Mat1f(strip.profile + times * (strip.profile - soft));
}

/// A quick look at the middle of a spot: most are the edge of a desk or a few letters.
bool showsBars(const cv::Mat& grey, const Frame& spot) {
  const float perPixel = std::clamp(kQuickSamples / spot.length, 0.5F, kMostPerPixel);
  const cv::Point2f u = spot.along * (1 / perPixel), v = spot.across();
  const int width = std::max(8, cvRound(spot.length * perPixel));
  const cv::Point2f origin = spot.centre - spot.along * (spot.length / 2) - v;
  const cv::Matx23f toPicture(u.x, v.x, origin.x, u.y, v.y, origin.y);
  cv::Mat rows;
  cv::Mat1f profile;
  cv::warpAffine(grey, rows, toPicture, {width, 3}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                 cv::BORDER_REPLICATE);
  cv::reduce(rows, profile, 0, cv::REDUCE_AVG, CV_32F);
  const auto middle = middleOf(profile);
  const double contrast = quantile({middle.range.begin(), middle.range.end()}, 0.5);
  return edgesOf(profile, middle, contrast).size() >= kQuickEdges;
}

void measureBars(BarStrip& strip) {
  const cv::Mat1f profile = sharpened(strip, kUsualSharpening);
  const auto middle = middleOf(profile);
  const cv::Mat1f ranges = middle.range.colRange(strip.spot);
  strip.contrast = quantile({ranges.begin(), ranges.end()}, 0.5);
  const auto edges = edgesOf(profile, middle, strip.contrast);
  const auto run = longestRun(edges);
  strip.edges = static_cast<int>(run.size());
  if (run.size() < 2)
    return;
  cv::Scalar mean, deviation;
  cv::meanStdDev(widthsOf(run), mean, deviation);
  strip.spread = deviation[0] / mean[0];
  strip.bars = {run.front().at, run.back().at};
}
} // namespace

std::array<cv::Point2f, 4> BarStrip::outline(cv::Range samples) const {
  const cv::Point2f across(-along.y, along.x);
  const auto at = [&](int sample, float shift, float row) {
    return origin + along * (static_cast<float>(sample) / perPixel + shift) + across * row;
  };
  return {at(samples.start, topShift, top), at(samples.end, topShift, top),
          at(samples.end, bottomShift, bottom), at(samples.start, bottomShift, bottom)};
}

std::optional<BarStrip> straightenBars(const cv::Mat& grey, const Frame& spot) {
  if (!showsBars(grey, spot))
    return std::nullopt;
  BarStrip strip;
  strip.perPixel = std::clamp(kMostSamples / spot.length, 0.5F, kMostPerPixel);
  strip.along = spot.along;
  const auto rows = sampleRows(grey, spot, strip.perPixel);
  const int width = rows.values.cols, room = cvRound(spot.length * kRoom * strip.perPixel);
  const int mostShift = std::min(cvRound(spot.height * kMostSlant * strip.perPixel), room / 2);
  const int mostStep = std::max(1, cvRound(kMostSlant * rows.step * strip.perPixel));
  Follower follower(rows, {room, width - room}, mostShift);
  const auto up = follower.follow(-1, mostStep), down = follower.follow(1, mostStep);
  if (follower.count() < 4)
    return std::nullopt;
  strip.profile = follower.mean();
  strip.likeness = follower.likeness();
  strip.origin = spot.centre - spot.along * (spot.length * (0.5F + kRoom)) +
                 spot.along * (static_cast<float>(follower.columns().start) / strip.perPixel);
  strip.top = -static_cast<float>(up.rows) * rows.step;
  strip.bottom = static_cast<float>(down.rows) * rows.step;
  strip.topShift = static_cast<float>(up.shift) / strip.perPixel;
  strip.bottomShift = static_cast<float>(down.shift) / strip.perPixel;
  strip.spot = {room - mostShift, width - room - mostShift};
  measureBars(strip);
  return strip;
}

double likeness(const BarStrip& strip) {
  const double length = static_cast<float>(strip.bars.end - strip.bars.start) / strip.perPixel;
  if (length <= 0)
    return 0;
  const double spot = static_cast<float>(strip.spot.size()) / strip.perPixel;
  const double ratio = (strip.bottom - strip.top) / length;
  const double product =
      // EAN-8, the shortest in use, has 44 edges; blur may take some.
      ramp(strip.edges, 22, 40) *
      // Railings and blinds are near 0, codes with bars of one to four modules above 0.4.
      ramp(strip.spread, 0.3, 0.42) * ramp(1 - strip.spread, 0.2, 0.38) *
      ramp(strip.likeness, 0.7, 0.9) * ramp(strip.contrast, 20, 90) *
      // Lines of other things lie beside a spot: a code's bars are most of it.
      ramp(spot / length, 0.25, 0.6) * ramp(ratio, 0.04, 0.14) * ramp(-ratio, -1.6, -0.8);
  return std::cbrt(product);
}

int quietSamples(const BarStrip& strip) {
  return std::max(40, cvRound(12 * strip.perPixel));
}

cv::Mat blackAndWhite(const BarStrip& strip, double sharpening) {
  const cv::Mat1f profile = sharpened(strip, sharpening);
  const auto middle = middleOf(profile);
  cv::Mat row(1, profile.cols, CV_8U);
  for (int i = 0; i < profile.cols; ++i)
    row.at<std::uint8_t>(i) = profile(i) > middle.level(i) ? 255 : 0;
  // Half a bar more on both sides: sharpened edges may have moved.
  const int more = cvRound(strip.perPixel);
  row.colRange(0, std::max(0, strip.bars.start - more)).setTo(cv::Scalar(255));
  row.colRange(std::min(row.cols, strip.bars.end + more), row.cols).setTo(cv::Scalar(255));
  const int quiet = quietSamples(strip);
  cv::copyMakeBorder(row, row, 0, 0, quiet, quiet, cv::BORDER_CONSTANT, cv::Scalar(255));
  return row;
}

} // namespace photoscrub::detect
