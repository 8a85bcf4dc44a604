/// The list below an annotated picture. Internal to this room: shows OpenCV types.
#pragma once

#include "annotate/marks.h"

#include <vector>

#include <opencv2/core.hpp>

namespace photoscrub::annotate {

/// B, G, R, `width` pixels wide, as high as the list needs: one paragraph a kind, its letter, its
/// name, and the marks with what they are.
cv::Mat legend(const std::vector<Marked>& regions, int width);

/// Text in the one face and size of annotated pictures.
void write(cv::Mat& canvas, const std::string& text, cv::Point baseline, const cv::Scalar& colour);
cv::Size writtenSize(const std::string& text);

} // namespace photoscrub::annotate
