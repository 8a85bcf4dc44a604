#include "detect/unread_bars.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr int kColumns = 256;
constexpr int kRows = 32;
// The shortest symbols in use (EAN-8: 22 bars, Code 128 with two letters: 17) have this many edges.
constexpr int kMinEdges = 28;
constexpr double kAlike = 0.75;
// Spread of the widths of bars and gaps by their mean: railings and blinds are near 0, codes with
// elements of one to four modules above 0.4.
constexpr double kMinSpread = 0.3;
constexpr double kMinContrast = 18; // standard deviation in grey levels

/// The patch turned upright with its bars standing.
cv::Mat upright(const cv::Mat& grey, const cv::RotatedRect& patch, bool lengthwise) {
  std::array<cv::Point2f, 4> corners;
  patch.points(corners.data());
  const cv::Point2f from[3] = {corners[1], corners[2], corners[0]};
  const auto columns = static_cast<float>(kColumns), rows = static_cast<float>(kRows);
  const cv::Point2f across[3] = {{0, 0}, {columns, 0}, {0, rows}};
  const cv::Point2f along[3] = {{0, 0}, {0, rows}, {columns, 0}};
  cv::Mat strip;
  cv::warpAffine(grey, strip, cv::getAffineTransform(from, lengthwise ? along : across),
                 {kColumns, kRows}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return strip;
}

/// Mean of the rows of one band, without its slow change of light.
cv::Mat profile(const cv::Mat& strip, cv::Range rows) {
  cv::Mat mean, light;
  cv::reduce(strip.rowRange(rows), mean, 0, cv::REDUCE_AVG, CV_32F);
  cv::blur(mean, light, {kColumns / 6, 1});
  return mean - light;
}

double correlation(const cv::Mat& a, const cv::Mat& b) {
  const double lengths = cv::norm(a) * cv::norm(b);
  return lengths > 0 ? a.dot(b) / lengths : 0;
}

bool looksLikeElements(const cv::Mat& bars) {
  std::vector<double> widths;
  int last = -1;
  for (int i = 1; i < bars.cols; ++i) {
    if ((bars.at<float>(i) > 0) == (bars.at<float>(i - 1) > 0))
      continue;
    if (last >= 0)
      widths.push_back(i - last);
    last = i;
  }
  if (static_cast<int>(widths.size()) + 1 < kMinEdges)
    return false;
  cv::Scalar mean, deviation;
  cv::meanStdDev(widths, mean, deviation);
  return deviation[0] > kMinSpread * mean[0];
}

bool standingBars(const cv::Mat& strip) {
  const auto top = profile(strip, {4, 12}), middle = profile(strip, {12, 20}),
             bottom = profile(strip, {20, 28});
  cv::Scalar mean, deviation;
  cv::meanStdDev(middle, mean, deviation);
  return deviation[0] >= kMinContrast && correlation(top, middle) >= kAlike &&
         correlation(middle, bottom) >= kAlike && looksLikeElements(middle);
}
} // namespace

bool showsBars(const cv::Mat& grey, const cv::RotatedRect& patch) {
  return standingBars(upright(grey, patch, true)) || standingBars(upright(grey, patch, false));
}

} // namespace photoscrub::detect
