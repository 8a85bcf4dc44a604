/// Decodes what YuNet networks answer (Wu et al., Machine Intelligence Research 2023), whatever the
/// version of OpenCV: its own decoder of 4.6 only knows the layout of 2022, later ones only 2023's.
///
/// Internal to this room: shows OpenCV types. Pure functions; may throw cv::Exception where an
/// answer does not fit its input.
#pragma once

#include "detect/candidates.h"

#include <string>
#include <vector>

namespace photoscrub::detect {

enum class YunetLayout {
  anchors,    ///< 2022: loc, conf, iou; priors on strides 8, 16, 32, 64
  anchorFree, ///< 2023: cls_S, obj_S, bbox_S for the strides 8, 16, 32
};

/// The layout whose outputs a network has.
YunetLayout yunetLayoutOf(const std::vector<std::string>& outputs);

/// The outputs to ask for, in the order that decodeYunet() takes them.
std::vector<std::string> yunetOutputs(YunetLayout layout);

/// Faces with at least `minScore`, in pixels of the network's input, not yet thinned out.
/// REQUIRES: `input` are multiples of 32.
std::vector<Candidate> decodeYunet(YunetLayout layout, const std::vector<cv::Mat>& outputs,
                                   cv::Size input, double minScore);

} // namespace photoscrub::detect
