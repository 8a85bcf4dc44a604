/// ZXing-C++, the only place that knows it: pictures in, contents out.
///
/// Internal to this room: shows OpenCV types. Thread-safe. May throw std::exception.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

struct CodeRead {
  std::string label; ///< what it is: "QR code"
  std::string value; ///< its content; GS1 with its application identifiers in brackets
  std::array<cv::Point2f, 4> corners; ///< pixels of the picture given; of bars: the strip read
};

/// The library's version.
std::string codeReaderVersion();

/// How hard to look for squares.
enum class Effort {
  once,    ///< as the picture stands
  thorough ///< more places to start from
};

/// Matrix codes and stacked ones (Data Matrix, QR, Aztec, PDF417), however they are turned. `grey`
/// has one channel of 8 bits.
std::vector<CodeRead> readSquares(const cv::Mat& grey, Effort effort);

/// Linear codes, also upright or upside down: one for each turned strip the picture shows.
std::vector<CodeRead> readBars(const cv::Mat& grey);

/// The one linear code whose bars, seen from the side as black (0) and white (255), are `row`.
std::optional<CodeRead> readBarRow(const cv::Mat& row);

/// The matrix code with these modules, one pixel each: 0 dark, 255 light.
std::optional<CodeRead> readModules(const cv::Mat1b& modules);

} // namespace photoscrub::detect
