/// A line of text cut out of a picture and laid straight: its outline may be turned, taper or bend,
/// as print on a wristband does.
///
/// Internal to this room: shows OpenCV types.
#pragma once

#include "detect/region.h"

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

/// The course of a line: where its top and its bottom run, from the first letter to the last, in
/// pairs. Two pairs make a straight line.
struct TextCourse {
  std::vector<cv::Point2f> top;
  std::vector<cv::Point2f> bottom;

  /// From an outline that names all of the top, then all of the bottom backwards; empty where it
  /// cannot be one.
  static TextCourse fromOutline(const std::vector<cv::Point2f>& outline);
  /// The same line as read by somebody on the other side of the table.
  TextCourse overHead() const;
  /// The same line in more pairs.
  TextCourse finer() const;
  bool empty() const { return top.size() < 2; }
  /// Along the middle.
  double length() const;
  /// The middle of all heights.
  double height() const;
  cv::Point2f centre() const;
  /// In radians, from the first pair to the last.
  double angle() const;
};

/// What a strip is made to.
struct StripShape {
  int lineHeight = 48; ///< pixels
  int maxLength = 2600;
  int border = 8; ///< of what surrounds the line, on every side
  /// How much wider letters become towards the last (positive) or first: print on a wrist narrows
  /// where the wrist turns away.
  double widening = 0;
};

/// A straightened line and the way back.
class TextStrip {
public:
  /// REQUIRES: `grey` holds 8-bit pixels and `course` is not empty.
  TextStrip(const cv::Mat& grey, const TextCourse& course, const StripShape& shape);

  const cv::Mat& grey() const { return grey_; }
  /// Where a point of the strip lies on the picture.
  cv::Point2f onPicture(double x, double y) const;

private:
  cv::Mat grey_;
  std::vector<cv::Point2f> top_, bottom_;
  std::vector<double> starts_; ///< where each pair stands on the strip
  double rows_ = 1;            ///< of the line, without border
  double border_ = 0;
};

} // namespace photoscrub::detect
