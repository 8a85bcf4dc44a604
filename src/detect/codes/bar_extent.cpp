#include "detect/codes/bar_extent.h"

#include <cmath>

namespace photoscrub::detect {

namespace {
constexpr int kSamples = 160;
// A profile this alike is still the same bars; print below a code gives 0.3 and less.
constexpr double kAlike = 0.55;
// Steps in a row that may differ: a scratch, or one blurred row.
constexpr int kForgiven = 2;

using Profile = cv::Mat; // one row of kSamples floats

/// Brightness along a line; empty when the line leaves the picture.
Profile profile(const cv::Mat& grey, cv::Point2f from, cv::Point2f to) {
  const cv::Rect2f inside(0, 0, static_cast<float>(grey.cols), static_cast<float>(grey.rows));
  if (!inside.contains(from) || !inside.contains(to))
    return {};
  Profile values(1, kSamples, CV_32F);
  for (int i = 0; i < kSamples; ++i) {
    const float t = static_cast<float>(i) / (kSamples - 1);
    const cv::Point at(cv::Point2f(from + (to - from) * t));
    values.at<float>(i) = grey.at<std::uint8_t>(at);
  }
  return values;
}

double correlation(const Profile& a, const Profile& b) {
  cv::Scalar meanA, meanB, deviationA, deviationB;
  cv::meanStdDev(a, meanA, deviationA);
  cv::meanStdDev(b, meanB, deviationB);
  if (deviationA[0] < 1 || deviationB[0] < 1)
    return 0;
  return (a.dot(b) / kSamples - meanA[0] * meanB[0]) / (deviationA[0] * deviationB[0]);
}

/// How many steps of `step` the line may move and still show the bars of `pattern`.
int reach(const cv::Mat& grey, const Profile& pattern, cv::Point2f from, cv::Point2f to,
          cv::Point2f step) {
  const int most = static_cast<int>(cv::norm(to - from)); // bars longer than the code is wide: no
  int last = 0;
  for (int i = 1; i <= most && i - last <= kForgiven + 1; ++i) {
    const auto here = profile(grey, from + step * i, to + step * i);
    if (here.empty())
      break;
    if (correlation(pattern, here) >= kAlike)
      last = i;
  }
  return last;
}
} // namespace

std::vector<cv::Point2f> barExtent(const cv::Mat& grey, const std::vector<cv::Point2f>& line) {
  if (line.size() != 4)
    return line;
  const cv::Point2f from = (line[0] + line[3]) * 0.5, to = (line[1] + line[2]) * 0.5;
  const auto length = static_cast<float>(cv::norm(to - from));
  const auto pattern = profile(grey, from, to);
  if (length < 8 || pattern.empty())
    return line;
  const cv::Point2f along = (to - from) / length, across(-along.y, along.x);
  const auto up = static_cast<float>(reach(grey, pattern, from, to, -across));
  const auto down = static_cast<float>(reach(grey, pattern, from, to, across));
  const cv::Point2f quiet = along * (length * 0.02F);
  return {from - across * up - quiet, to - across * up + quiet, to + across * down + quiet,
          from + across * down - quiet};
}

} // namespace photoscrub::detect
