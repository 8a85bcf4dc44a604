/// The picture at several sizes, each made once and shared by the detectors of one inspection.
///
/// Internal to this room: shows OpenCV types. Thread-safe: detectors work side by side. Methods may
/// throw cv::Exception.
#pragma once

#include "base/geometry.h"
#include "imaging/picture.h"

#include <map>
#include <mutex>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

class Pyramid {
public:
  /// Views the pixels of `picture`, which must outlive this object.
  explicit Pyramid(const imaging::Picture& picture);

  /// The decoded picture itself, BGR.
  const cv::Mat& decoded() const { return decoded_; }
  /// Its long side in pixels.
  int longSide() const { return std::max(decoded_.cols, decoded_.rows); }
  /// BGR with this long side: smaller or larger than the decoded picture, or itself.
  const cv::Mat& bgr(int longSide);
  /// The decoded picture in grey.
  const cv::Mat& grey();

  /// A box on a picture of size `level` in upright full-size pixels, cut to the photo.
  Rect toFull(const cv::Rect2d& box, cv::Size level) const;
  /// A point on a picture of size `level` in upright full-size pixels, cut to the photo.
  Point toFull(const cv::Point2d& point, cv::Size level) const;
  /// The other way for the decoded picture.
  cv::Point2f toDecoded(Point point) const;

private:
  /// A picture made by whoever needs it first; the others wait for it.
  struct Level {
    std::once_flag made;
    cv::Mat pixels;
  };

  cv::Mat decoded_;
  Level grey_;
  std::mutex mutex_; ///< guards `levels_`, not what is in it
  std::map<int, Level> levels_;
  Size fullSize_;
};

} // namespace photoscrub::detect
