#include "detect/codes/square_view.h"

#include "detect/codes/ramp.h"

#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

namespace photoscrub::detect {

namespace {
constexpr float kLookSide = 128; // of the longer side of a spot when it is looked at
constexpr float kFirstSide = 96; // of a first look, unturned
constexpr double kLeastChanges = 2.2, kLeastContrast = 25;
constexpr float kLookRoom = 0.35F;
constexpr float kQuietZone = 0.2F; // of the longer side; standards ask for one to four modules
constexpr int kParts = 6;

cv::Matx23f toPicture(const Frame& frame, cv::Size size, float scale) {
  const cv::Point2f u = frame.along * (1 / scale), v = frame.across() * (1 / scale);
  const cv::Point2f half((static_cast<float>(size.width) - 1) / 2,
                         (static_cast<float>(size.height) - 1) / 2);
  const cv::Point2f origin = frame.centre - u * half.x - v * half.y;
  return {u.x, v.x, origin.x, u.y, v.y, origin.y};
}

cv::Mat cutOut(const cv::Mat& grey, const Frame& frame, cv::Size size, float scale) {
  cv::Mat cut;
  // Shrinking without a blur before would leave out squares.
  if (scale < 0.7F) {
    const auto part = std::max(1, cvFloor(1 / scale));
    const float reach = std::hypot(static_cast<float>(size.width), static_cast<float>(size.height));
    const cv::Point2f half(reach / scale / 2 + 2, reach / scale / 2 + 2);
    const cv::Rect box = cv::Rect(cv::Point(frame.centre - half), cv::Point(frame.centre + half)) &
                         cv::Rect(0, 0, grey.cols, grey.rows);
    if (box.width < part * 4 || box.height < part * 4)
      return {};
    cv::Mat small;
    cv::resize(grey(box), small, {box.width / part, box.height / part}, 0, 0, cv::INTER_AREA);
    Frame moved = frame;
    const auto fx = static_cast<float>(small.cols) / static_cast<float>(box.width);
    const auto fy = static_cast<float>(small.rows) / static_cast<float>(box.height);
    moved.centre = {(frame.centre.x - static_cast<float>(box.x)) * fx,
                    (frame.centre.y - static_cast<float>(box.y)) * fy};
    cv::warpAffine(small, cut, toPicture(moved, size, scale * static_cast<float>(part)), size,
                   cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    return cut;
  }
  cv::warpAffine(grey, cut, toPicture(frame, size, scale), size,
                 cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  return cut;
}

float longer(const Frame& frame) {
  return std::max(frame.length, frame.height);
}

/// The spot with room around, its longer side kLookSide pixels.
struct Look {
  cv::Mat grey;
  float scale = 1;
  cv::Rect inside; ///< where the frame lies in it
};

Look lookAt(const cv::Mat& grey, const Frame& frame, float side, float roomShare) {
  Look look;
  look.scale = side / longer(frame);
  const float room = side * roomShare;
  const int width = cvRound(frame.length * look.scale), height = cvRound(frame.height * look.scale);
  const int border = cvRound(room);
  look.inside = {border, border, width, height};
  look.grey = cutOut(grey, frame, {width + 2 * border, height + 2 * border}, look.scale);
  return look;
}

struct Turn {
  double angle = 0;    ///< of the squares' sides, within 45 degrees of the frame's
  double barAngle = 0; ///< in which most edges are crossed, within 90 degrees of the frame's
  double fourfold = 0;
  double balance = 0;
};

/// Edges of squares at an angle t have gradients at t and t + 90, 180 and 270 degrees: times four
/// these are one and the same.
Turn turnOf(const cv::Mat& grey) {
  cv::Mat1f dx, dy;
  cv::Sobel(grey, dx, CV_32F, 1, 0);
  cv::Sobel(grey, dy, CV_32F, 0, 1);
  double energy = 0, cosine = 0, sine = 0, cosineTwo = 0, sineTwo = 0;
  for (int y = 1; y < grey.rows - 1; ++y)
    for (int x = 1; x < grey.cols - 1; ++x) {
      const double gx = dx(y, x), gy = dy(y, x), square = gx * gx + gy * gy;
      if (square < 1)
        continue;
      const double two = gx * gx - gy * gy, twice = 2 * gx * gy; // square * cos and sin of 2t
      energy += square;
      cosineTwo += two, sineTwo += twice;
      cosine += (two * two - twice * twice) / square;
      sine += 2 * two * twice / square;
    }
  if (energy <= 0)
    return {};
  return {std::atan2(sine, cosine) / 4, std::atan2(sineTwo, cosineTwo) / 2,
          std::hypot(cosine, sine) / energy, 1 - std::hypot(cosineTwo, sineTwo) / energy};
}

Frame turned(const Frame& frame, double by) {
  const auto cosine = static_cast<float>(std::cos(by)), sine = static_cast<float>(std::sin(by));
  Frame result = frame;
  result.along = {frame.along.x * cosine - frame.along.y * sine,
                  frame.along.x * sine + frame.along.y * cosine};
  // The turned frame holds the old one's inner part: its sides are found anew.
  const float c = std::abs(cosine), s = std::abs(sine);
  result.length = frame.length * c + frame.height * s;
  result.height = frame.length * s + frame.height * c;
  return result;
}

double quantileOf(const cv::Mat& grey, double share) {
  int histogram[256] = {};
  for (int y = 0; y < grey.rows; ++y)
    for (int x = 0; x < grey.cols; ++x)
      ++histogram[grey.at<std::uint8_t>(y, x)];
  double left = share * static_cast<double>(grey.total());
  for (int value = 0; value < 256; ++value)
    if ((left -= histogram[value]) <= 0)
      return value;
  return 255;
}

/// Changes between dark and light along the rows of a mask, in the mean.
double changesAlong(const cv::Mat1b& mask) {
  int changes = 0;
  for (int y = 0; y < mask.rows; ++y)
    for (int x = 1; x < mask.cols; ++x)
      changes += (mask(y, x) != 0) != (mask(y, x - 1) != 0) ? 1 : 0;
  return changes / static_cast<double>(std::max(1, mask.rows));
}

/// Share of the variance that two grey levels explain: 1 for ink on paper.
double twoLevelsOf(const cv::Mat& grey, const cv::Mat1b& isDark) {
  cv::Scalar mean, deviation, dark, darkDeviation, light, lightDeviation;
  cv::meanStdDev(grey, mean, deviation);
  cv::meanStdDev(grey, dark, darkDeviation, isDark);
  cv::meanStdDev(grey, light, lightDeviation, isDark == 0);
  const double share = cv::countNonZero(isDark) / static_cast<double>(isDark.total());
  const double between = share * (1 - share) * (light[0] - dark[0]) * (light[0] - dark[0]);
  return between / std::max(1.0, deviation[0] * deviation[0]);
}

double mixedParts(const cv::Mat1b& code) {
  int mixed = 0;
  for (int row = 0; row < kParts; ++row)
    for (int column = 0; column < kParts; ++column) {
      const cv::Rect part(column * code.cols / kParts, row * code.rows / kParts, code.cols / kParts,
                          code.rows / kParts);
      const double share = cv::mean(code(part))[0] / 255;
      mixed += share > 0.15 && share < 0.85 ? 1 : 0;
    }
  return mixed / static_cast<double>(kParts * kParts);
}

double lightLines(const cv::Mat1b& code) {
  cv::Mat1f rows, columns;
  cv::reduce(code, rows, 1, cv::REDUCE_AVG, CV_32F);
  cv::reduce(code, columns, 0, cv::REDUCE_AVG, CV_32F);
  const double lightRows = cv::countNonZero(rows < 255 * 0.12) / static_cast<double>(rows.rows);
  const double lightColumns =
      cv::countNonZero(columns < 255 * 0.12) / static_cast<double>(columns.cols);
  return std::max(lightRows, lightColumns);
}

void measure(const cv::Mat& grey, const cv::Rect& rect, SquareView& view) {
  cv::Mat calm;
  cv::GaussianBlur(grey, calm, {3, 3}, 0);
  const cv::Mat inner = calm(rect);
  const double dark = quantileOf(inner, 0.1), light = quantileOf(inner, 0.9);
  view.contrast = light - dark;
  cv::Mat1b isDark;
  cv::compare(calm, (dark + light) / 2, isDark, cv::CMP_LT);
  const cv::Mat1b code = isDark(rect);
  view.darkShare = cv::mean(code)[0] / 255;
  view.twoLevels = twoLevelsOf(inner, code);
  view.evenness = mixedParts(code);
  view.stripes = lightLines(code);
  cv::Mat1b onItsSide;
  cv::transpose(code, onItsSide);
  view.changes = std::min(changesAlong(code), changesAlong(onItsSide));
  const int out = std::max(4, rect.width / 12);
  const cv::Rect ring =
      cv::Rect(rect.x - out, rect.y - out, rect.width + 2 * out, rect.height + 2 * out) &
      cv::Rect(0, 0, grey.cols, grey.rows);
  const double around = static_cast<double>(ring.area() - rect.area());
  const double darkAround = cv::countNonZero(isDark(ring)) - cv::countNonZero(code);
  view.quietSides = around > 0 ? 1 - darkAround / around : 0;
}
} // namespace

std::optional<SquareView> viewSquares(const cv::Mat& grey, const Frame& spot) {
  const auto first = lookAt(grey, spot, kFirstSide, 0);
  if (first.grey.empty() || first.grey.rows < kParts || first.grey.cols < kParts)
    return std::nullopt;
  const auto turn = turnOf(first.grey);
  SquareView view;
  view.fourfold = turn.fourfold;
  view.balance = turn.balance;
  view.bars = turned(spot, turn.barAngle);
  view.frame = turned(spot, turn.angle);
  // Most spots are a few letters or leaves: what they lack shows however they are turned.
  measure(first.grey, {{0, 0}, first.grey.size()}, view);
  if (view.changes < kLeastChanges || view.contrast < kLeastContrast)
    return view;
  const auto look = lookAt(grey, view.frame, kLookSide, kLookRoom);
  if (look.grey.empty() || look.inside.width < kParts || look.inside.height < kParts)
    return std::nullopt;
  measure(look.grey, look.inside, view);
  return view;
}

double likeness(const SquareView& view) {
  const double ratio = std::min(view.frame.length, view.frame.height) / longer(view.frame);
  // Text has two to four changes a line, leaves and cloth few; the smallest Data Matrix has five.
  const double product = ramp(view.changes, 2.5, 8) * ramp(view.evenness, 0.5, 0.95) *
                         ramp(ratio, 0.4, 0.75) * ramp(view.fourfold, 0.05, 0.2) *
                         ramp(view.balance, 0.4, 0.8) * ramp(view.darkShare, 0.25, 0.36) *
                         ramp(1 - view.darkShare, 0.25, 0.38) * ramp(1 - view.stripes, 0.6, 0.78) *
                         ramp(view.twoLevels, 0.55, 0.7) * ramp(view.contrast, 30, 80);
  return std::cbrt(product);
}

cv::Mat upright(const cv::Mat& grey, const Frame& frame, int side) {
  const float scale = static_cast<float>(side) / longer(frame);
  const float room = 2 * kQuietZone * static_cast<float>(side);
  return cutOut(grey, frame,
                {cvRound(frame.length * scale + room), cvRound(frame.height * scale + room)},
                scale);
}

cv::Point2f fromUpright(const Frame& frame, int side, cv::Point2f point) {
  const float scale = static_cast<float>(side) / longer(frame);
  const float room = 2 * kQuietZone * static_cast<float>(side);
  const cv::Point2f half((frame.length * scale + room) / 2, (frame.height * scale + room) / 2);
  const cv::Point2f offset = (point - half) * (1 / scale);
  return frame.centre + frame.along * offset.x + frame.across() * offset.y;
}

} // namespace photoscrub::detect
