#include "detect/text/text_strip.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
// From here on thin strokes of large letters would fall between the pixels looked at.
constexpr double kShrinking = 0.6;
constexpr int kMostOversampling = 6;

double distance(cv::Point2f a, cv::Point2f b) {
  return cv::norm(b - a);
}

/// How much wider than it is the piece before pair `i` becomes: nothing at one end, growing with
/// the square of the distance from there, as the cosine of a turning surface does.
double widened(double widening, std::size_t i, std::size_t pairs) {
  const double at = (static_cast<double>(i) - 0.5) / static_cast<double>(pairs - 1);
  const double from = widening > 0 ? at : 1 - at;
  return 1 + std::abs(widening) * from * from;
}
} // namespace

TextCourse TextCourse::fromOutline(const std::vector<cv::Point2f>& outline) {
  TextCourse course;
  if (outline.size() < 4 || outline.size() % 2 != 0)
    return course;
  const std::size_t pairs = outline.size() / 2;
  for (std::size_t i = 0; i < pairs; ++i) {
    course.top.push_back(outline[i]);
    course.bottom.push_back(outline[outline.size() - 1 - i]);
  }
  return course;
}

TextCourse TextCourse::overHead() const {
  return {{bottom.rbegin(), bottom.rend()}, {top.rbegin(), top.rend()}};
}

TextCourse TextCourse::finer() const {
  constexpr int kParts = 8;
  TextCourse result;
  for (std::size_t i = 0; i + 1 < top.size(); ++i)
    for (int part = 0; part < kParts; ++part) {
      const auto share = static_cast<float>(part) / kParts;
      result.top.push_back(top[i] + (top[i + 1] - top[i]) * share);
      result.bottom.push_back(bottom[i] + (bottom[i + 1] - bottom[i]) * share);
    }
  result.top.push_back(top.back());
  result.bottom.push_back(bottom.back());
  return result;
}

double TextCourse::length() const {
  double sum = 0;
  for (std::size_t i = 1; i < top.size(); ++i)
    sum += distance((top[i - 1] + bottom[i - 1]) * 0.5f, (top[i] + bottom[i]) * 0.5f);
  return sum;
}

double TextCourse::height() const {
  std::vector<double> heights;
  for (std::size_t i = 0; i < top.size(); ++i)
    heights.push_back(distance(top[i], bottom[i]));
  if (heights.empty())
    return 0;
  const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
  std::nth_element(heights.begin(), middle, heights.end());
  return *middle;
}

cv::Point2f TextCourse::centre() const {
  const auto middle = top.size() / 2;
  return top.size() == 2 ? (top[0] + top[1] + bottom[0] + bottom[1]) * 0.25f
                         : (top[middle] + bottom[middle]) * 0.5f;
}

double TextCourse::angle() const {
  const auto from = top.front() + bottom.front(), to = top.back() + bottom.back();
  return std::atan2(to.y - from.y, to.x - from.x);
}

TextStrip::TextStrip(const cv::Mat& grey, const TextCourse& course, const StripShape& shape)
    : border_(shape.border) {
  const auto pairs = shape.widening == 0 ? course : course.finer();
  top_ = pairs.top;
  bottom_ = pairs.bottom;
  const double length = std::max(1.0, course.length()), height = std::max(1.0, course.height());
  const double factor = std::min(shape.lineHeight / height, shape.maxLength / length);
  rows_ = std::max(1.0, height * factor);
  starts_ = {border_};
  for (std::size_t i = 1; i < top_.size(); ++i)
    starts_.push_back(starts_.back() + factor * widened(shape.widening, i, top_.size()) *
                                           distance((top_[i - 1] + bottom_[i - 1]) * 0.5f,
                                                    (top_[i] + bottom_[i]) * 0.5f));
  const cv::Size size(static_cast<int>(starts_.back() + border_) + 1,
                      static_cast<int>(rows_ + 2 * border_) + 1);
  const int finer = factor < kShrinking
                        ? std::min(kMostOversampling, static_cast<int>(std::lround(1 / factor)))
                        : 1;
  cv::Mat x(size * finer, CV_32F), y(size * finer, CV_32F);
  for (int column = 0; column < x.cols; ++column) {
    const double along = (column + 0.5) / finer;
    const auto above = onPicture(along, 0), below = onPicture(along, size.height);
    for (int row = 0; row < x.rows; ++row) {
      const auto share = (static_cast<float>(row) + 0.5f) / static_cast<float>(x.rows);
      x.at<float>(row, column) = above.x + (below.x - above.x) * share;
      y.at<float>(row, column) = above.y + (below.y - above.y) * share;
    }
  }
  cv::remap(grey, grey_, x, y, finer > 1 ? cv::INTER_LINEAR : cv::INTER_CUBIC,
            cv::BORDER_REPLICATE);
  if (finer > 1)
    cv::resize(cv::Mat(grey_), grey_, size, 0, 0, cv::INTER_AREA);
}

cv::Point2f TextStrip::onPicture(double x, double y) const {
  std::size_t next = 1;
  while (next + 1 < starts_.size() && starts_[next] < x)
    ++next;
  const double room = std::max(1e-6, starts_[next] - starts_[next - 1]);
  const auto along = static_cast<float>((x - starts_[next - 1]) / room);
  const auto across = static_cast<float>((y - border_) / rows_);
  const auto above = top_[next - 1] + (top_[next] - top_[next - 1]) * along;
  const auto below = bottom_[next - 1] + (bottom_[next] - bottom_[next - 1]) * along;
  return above + (below - above) * across;
}

} // namespace photoscrub::detect
