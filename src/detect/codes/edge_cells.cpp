#include "detect/codes/edge_cells.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
const cv::Size kNear(3, 3);

/// Sums over one cell: of squared gradients and of their double-angle vectors.
struct Sums {
  cv::Mat1f energy, cosine, sine;
  cv::Mat1b darkest, brightest;
};

Sums sumUp(const cv::Mat& grey, cv::Size cells) {
  constexpr int side = EdgeCells::kSide;
  cv::Mat1b calm;
  cv::GaussianBlur(grey, calm, {3, 3}, 0);
  cv::Mat1s dx, dy;
  cv::Sobel(calm, dx, CV_16S, 1, 0);
  cv::Sobel(calm, dy, CV_16S, 0, 1);
  Sums sums{cv::Mat1f(cells), cv::Mat1f(cells), cv::Mat1f(cells), cv::Mat1b(cells),
            cv::Mat1b(cells)};
  for (int row = 0; row < cells.height; ++row)
    for (int column = 0; column < cells.width; ++column) {
      int xx = 0, yy = 0, xy = 0, darkest = 255, brightest = 0;
      for (int y = row * side; y < (row + 1) * side; ++y)
        for (int x = column * side; x < (column + 1) * side; ++x) {
          const int gx = dx(y, x), gy = dy(y, x), value = calm(y, x);
          xx += gx * gx, yy += gy * gy, xy += gx * gy;
          darkest = std::min(darkest, value), brightest = std::max(brightest, value);
        }
      sums.energy(row, column) = static_cast<float>(xx + yy);
      sums.cosine(row, column) = static_cast<float>(xx - yy);
      sums.sine(row, column) = static_cast<float>(2 * xy);
      sums.darkest(row, column) = static_cast<std::uint8_t>(darkest);
      sums.brightest(row, column) = static_cast<std::uint8_t>(brightest);
    }
  return sums;
}
} // namespace

EdgeCells::EdgeCells(const cv::Mat& grey) {
  const cv::Size cells(grey.cols / kSide, grey.rows / kSide);
  Sums sums = sumUp(grey, cells);
  const cv::Mat near = cv::getStructuringElement(cv::MORPH_RECT, kNear);
  cv::erode(sums.darkest, sums.darkest, near);
  cv::dilate(sums.brightest, sums.brightest, near);
  contrast_ = cv::Mat1f(sums.brightest - sums.darkest);
  energy_ = sums.energy, cosineSum_ = sums.cosine, sineSum_ = sums.sine;
  measure();
}

EdgeCells EdgeCells::withNeighbours() const {
  EdgeCells wider = *this;
  cv::boxFilter(energy_, wider.energy_, -1, kNear);
  cv::boxFilter(cosineSum_, wider.cosineSum_, -1, kNear);
  cv::boxFilter(sineSum_, wider.sineSum_, -1, kNear);
  wider.measure();
  return wider;
}

void EdgeCells::measure() {
  const cv::Size cells = energy_.size();
  density_ = cv::Mat1f(cells), coherence_ = cv::Mat1f(cells);
  cosine_ = cv::Mat1f(cells), sine_ = cv::Mat1f(cells);
  // Sobel's weights sum up to eight times the gradient.
  constexpr float kPixels = 64.0F * kSide * kSide;
  for (int y = 0; y < cells.height; ++y)
    for (int x = 0; x < cells.width; ++x) {
      const float length = std::hypot(cosineSum_(y, x), sineSum_(y, x));
      const float contrast = std::max(1.0F, contrast_(y, x));
      density_(y, x) = energy_(y, x) / kPixels / (contrast * contrast);
      coherence_(y, x) = length / std::max(1.0F, energy_(y, x));
      cosine_(y, x) = length > 0 ? cosineSum_(y, x) / length : 1;
      sine_(y, x) = length > 0 ? sineSum_(y, x) / length : 0;
    }
}

} // namespace photoscrub::detect
