/// The bars of a linear code, pulled straight: one clean line across them, and where they stand.
///
/// Averaging along the bars takes away noise and blots; following them row by row takes away the
/// bend of a wrist and the slant of a view from the side.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include "detect/codes/code_spots.h"

#include <array>
#include <optional>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

struct BarStrip {
  cv::Mat1f profile;         ///< one row: brightness across the bars, with some room on both sides
  float perPixel = 1;        ///< samples of the profile per pixel of the picture
  cv::Range spot;            ///< the samples of the spot that was looked at
  cv::Range bars;            ///< the samples in which the bars stand
  int edges = 0;             ///< changes between bar and gap
  double spread = 0;         ///< of the widths of bars and gaps, by their mean
  double contrast = 0;       ///< grey levels
  double likeness = 0;       ///< mean correlation of the rows with the profile
  cv::Point2f origin;        ///< of the profile's first sample in the middle row, in the picture
  cv::Point2f along;         ///< unit vector across the bars
  float top = 0, bottom = 0; ///< the first and last row, pixels from the middle one
  float topShift = 0, bottomShift = 0; ///< how far the bars have moved there, in pixels

  /// The corners of these samples in the picture.
  std::array<cv::Point2f, 4> outline(cv::Range samples) const;
};

/// Nothing where the spot shows no bars that go on over some rows.
std::optional<BarStrip> straightenBars(const cv::Mat& grey, const Frame& spot);

/// 0 to 1: how much it looks like a bar code rather than print, blinds or railings.
double likeness(const BarStrip& strip);

/// The profile in black (0) and white (255), each sample judged by its surroundings, `sharpening`
/// times sharpened before; one row of 8 bits with a quiet zone of so many samples on both sides.
int quietSamples(const BarStrip& strip);
cv::Mat blackAndWhite(const BarStrip& strip, double sharpening);

} // namespace photoscrub::detect
