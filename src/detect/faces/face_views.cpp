#include "detect/faces/face_views.h"

namespace photoscrub::detect {

cv::Mat shown(const cv::Mat& picture, View view) {
  cv::Mat result;
  switch (view) {
  case View::upright:
    return picture;
  case View::mirrored:
    cv::flip(picture, result, 1);
    break;
  case View::quarter:
    cv::rotate(picture, result, cv::ROTATE_90_CLOCKWISE);
    break;
  case View::half:
    cv::rotate(picture, result, cv::ROTATE_180);
    break;
  case View::threeQuarters:
    cv::rotate(picture, result, cv::ROTATE_90_COUNTERCLOCKWISE);
    break;
  }
  return result;
}

cv::Rect2d shownBack(const cv::Rect2d& box, cv::Size size, View view) {
  switch (view) {
  case View::upright:
    break;
  case View::mirrored:
    return {size.width - box.x - box.width, box.y, box.width, box.height};
  case View::quarter:
    return {box.y, size.height - box.x - box.width, box.height, box.width};
  case View::half:
    return {size.width - box.x - box.width, size.height - box.y - box.height, box.width,
            box.height};
  case View::threeQuarters:
    return {size.width - box.y - box.height, box.x, box.height, box.width};
  }
  return box;
}

} // namespace photoscrub::detect
