/// The modules of a flat matrix code, found by the patterns every such code carries: the solid and
/// broken sides of a Data Matrix, the corner squares and dotted lines of a QR code.
///
/// Reading them by these patterns works where modules are too small, too blurred or too unevenly
/// spaced (the far side of a wrist) for a reader that looks for straight lines.
///
/// Internal to this room: shows OpenCV types. Pure functions.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

struct ModuleGrid {
  cv::Mat1b modules; ///< one pixel each: 0 dark, 255 light; fixed patterns as the standard has them
  double fit = 0;    ///< how well the picture shows the fixed patterns, 1 at best
};

/// Likeliest first, at most a few. `flat` has one channel and shows a code in full: its corners
/// `quiet` pixels inside those of the picture.
std::vector<ModuleGrid> findGrids(const cv::Mat& flat, int quiet);

} // namespace photoscrub::detect
