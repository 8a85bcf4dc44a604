#include "detect/surfaces/strip_print.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// The strip is looked at level and this many pixels high; what lies near its edges is left out.
constexpr int kHigh = 48;
constexpr int kLongest = 1200;
constexpr int kEdge = 7;
constexpr int kSmooth = 15;
// Lightness differences count in parts of the ground's lightness, which is at least this.
constexpr double kLeastGround = 20;
constexpr double kPale = 34; // distance of a pale colour from grey
// How much darker than their ground letters are, and blank paper is.
constexpr double kDarkPrint = 0.22;
constexpr double kLeastPrint = 0.12;
constexpr double kBlank = 0.125;
constexpr double kCleanEnd = 0.4; // of the less clean end
// Print covers from this to that part of a strip's length.
constexpr double kPrintFrom = 0.12, kPrintTo = 0.62;
// Steps between neighbours along the strip: fine in print, and more than beside it.
constexpr double kFine = 0.03, kClearlyFine = 0.1;
constexpr double kFinerThanBlank = 1.3;
constexpr double kLeastNoise = 0.004;

double partOf(std::vector<double> values, double part) {
  if (values.empty())
    return 0;
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

cv::Mat levelled(const cv::RotatedRect& frame, const cv::Mat& fine, double scale) {
  const bool turned = frame.size.height > frame.size.width;
  const double angle = (frame.angle + (turned ? 90 : 0)) * std::numbers::pi / 180;
  const double across = scale * std::max(1.0F, std::min(frame.size.width, frame.size.height));
  const double along = scale * std::max(1.0F, std::max(frame.size.width, frame.size.height));
  const int wide = std::clamp(static_cast<int>(kHigh * along / across), kHigh, kLongest);
  const double sx = wide / along, sy = kHigh / across;
  const double c = std::cos(angle), s = std::sin(angle);
  const cv::Point2d middle(scale * frame.center.x, scale * frame.center.y);
  cv::Matx23d from(sx * c, sx * s, 0, -sy * s, sy * c, 0);
  from(0, 2) = wide / 2.0 - (from(0, 0) * middle.x + from(0, 1) * middle.y);
  from(1, 2) = kHigh / 2.0 - (from(1, 0) * middle.x + from(1, 1) * middle.y);
  cv::Mat level, lab;
  cv::warpAffine(fine, level, from, cv::Size(wide, kHigh), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  cv::cvtColor(level, lab, cv::COLOR_BGR2Lab);
  return lab(cv::Rect(0, kEdge, wide, kHigh - 2 * kEdge));
}

/// What each column of the strip is like, in parts of the ground's lightness.
struct Columns {
  std::vector<double> dark;  ///< how much darker its darkest tenth is than its ground
  std::vector<double> steps; ///< the mean step to the next column
  double tint = 0;           ///< of the ground, in levels of CIELab
};

Columns columnsOf(const cv::Mat& strip) {
  Columns columns;
  std::vector<double> grounds, a, b;
  cv::Mat1f dark(1, strip.cols);
  for (int x = 0; x < strip.cols; ++x) {
    std::vector<double> lightness;
    double step = 0;
    for (int y = 0; y < strip.rows; ++y) {
      const auto& pixel = strip.at<cv::Vec3b>(y, x);
      lightness.push_back(pixel[0]);
      a.push_back(pixel[1]), b.push_back(pixel[2]);
      step += std::abs(pixel[0] - strip.at<cv::Vec3b>(y, std::min(x + 1, strip.cols - 1))[0]);
    }
    grounds.push_back(partOf(lightness, 0.75));
    dark(0, x) = static_cast<float>(grounds.back() - partOf(lightness, 0.1));
    columns.steps.push_back(step / strip.rows);
  }
  cv::blur(dark, dark, cv::Size(kSmooth, 1));
  const double ground = std::max(kLeastGround, partOf(grounds, 0.5));
  for (int x = 0; x < strip.cols; ++x)
    columns.dark.push_back(dark(0, x) / ground);
  for (auto& step : columns.steps)
    step /= ground;
  columns.tint = std::hypot(partOf(a, 0.5) - 128, partOf(b, 0.5) - 128);
  return columns;
}

double endOf(const std::vector<double>& dark, double from, double to) {
  const auto at = [&](double part) {
    return dark.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(dark.size()));
  };
  return partOf({at(from), at(to)}, 0.5);
}
} // namespace

std::optional<double> printInTheMiddle(const cv::RotatedRect& frame, const cv::Mat& fine,
                                       double scale) {
  const auto columns = columnsOf(levelled(frame, fine, scale));
  const auto& dark = columns.dark;
  const double darkest = partOf(dark, 0.9);
  if (columns.tint > kPale || darkest < kDarkPrint || partOf(dark, 0.25) > kBlank)
    return std::nullopt;
  const double one = endOf(dark, 0.04, 0.12), other = endOf(dark, 0.88, 0.96);
  const double least = std::max(0.5 * darkest, kLeastPrint);
  double printed = 0, inPrint = 0, beside = 0;
  for (std::size_t x = 0; x < dark.size(); ++x) {
    const bool print = dark[x] > least;
    printed += print;
    (print ? inPrint : beside) += columns.steps[x];
  }
  const auto count = static_cast<double>(dark.size());
  inPrint /= std::max(1.0, printed);
  beside = std::max(kLeastNoise, beside / std::max(1.0, count - printed));
  const bool clean = std::min(one, other) <= kBlank &&
                     (std::max(one, other) <= kCleanEnd || inPrint >= kClearlyFine);
  if (printed < kPrintFrom * count || printed > kPrintTo * count || !clean || inPrint < kFine ||
      inPrint < kFinerThanBlank * beside)
    return std::nullopt;
  return std::min(1.0, inPrint / kClearlyFine);
}

} // namespace photoscrub::detect
