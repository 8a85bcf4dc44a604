/// A picture's edges summed up in cells of some pixels: how many, how strong, which way they run.
///
/// Internal to this room: shows OpenCV types.
#pragma once

#include <opencv2/core.hpp>

namespace photoscrub::detect {

class EdgeCells {
public:
  static constexpr int kSide = 4; ///< pixels of a cell

  /// Each cell by its own edges, which keeps small codes apart from the print beside them; its
  /// contrast takes its eight neighbours in. `grey` has one channel of 8 bits and at least one
  /// cell.
  explicit EdgeCells(const cv::Mat& grey);
  /// The same with the neighbours' edges: steadier, bridges noise.
  EdgeCells withNeighbours() const;

  cv::Size size() const { return density_.size(); }
  bool holds(cv::Point at) const { return cv::Rect({0, 0}, size()).contains(at); }
  /// Brightest less darkest grey level.
  float contrast(cv::Point at) const { return contrast_(at); }
  /// Mean square of the gradient by the square of the contrast: about 0.1 where edges are as close
  /// as they can be.
  float density(cv::Point at) const { return density_(at); }
  /// 1: all edges run one way, 0: no way wins.
  float coherence(cv::Point at) const { return coherence_(at); }
  /// Unit vector at twice the angle of the gradient, so that opposite ones are equal.
  cv::Point2f direction(cv::Point at) const { return {cosine_(at), sine_(at)}; }

private:
  void measure();

  cv::Mat1f energy_, cosineSum_, sineSum_;
  cv::Mat1f contrast_, density_, coherence_, cosine_, sine_;
};

} // namespace photoscrub::detect
