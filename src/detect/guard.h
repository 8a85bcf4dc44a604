/// Where exceptions of OpenCV, Tesseract and ZXing end: each detector wraps its work in guarded().
#pragma once

#include "base/result.h"

#include <exception>

namespace photoscrub::detect {

/// Calls `work`, which returns a Result; whatever it throws becomes ErrorCode::internal.
template <class Work> auto guarded(Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& problem) {
    return Error{ErrorCode::internal, "A detector could not finish its work.", problem.what()};
  }
}

} // namespace photoscrub::detect
