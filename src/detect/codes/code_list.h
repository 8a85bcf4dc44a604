/// The codes found so far in one photo, each once.
///
/// Internal to this room: shows OpenCV types.
#pragma once

#include "detect/pyramid.h"
#include "detect/region.h"

#include <span>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::detect {

class CodeList {
public:
  /// `pyramid` must outlive the list.
  explicit CodeList(const Pyramid& pyramid) : pyramid_(pyramid) {}

  /// Outlines are on the decoded picture; `margin` is added on all sides, as a share of the
  /// shorter.
  void addRead(const std::string& label, const std::string& value,
               std::span<const cv::Point2f> outline, float margin);
  /// Forgotten where a code that was read stands, or a surer one that was not.
  void addUnread(const std::string& label, double score, std::span<const cv::Point2f> outline);
  /// Whether most of a place on the decoded picture belongs to a code that was read.
  bool holdsRead(const cv::Rect2f& box) const;

  std::vector<Region> take() { return std::move(regions_); }

private:
  Region regionFor(const std::string& label, double score, std::span<const cv::Point2f> outline,
                   float margin) const;

  const Pyramid& pyramid_;
  std::vector<Region> regions_;
};

} // namespace photoscrub::detect
