/// An outcome as one line of JSON: the contract "photoscrub/1" that wrappers rely on. Pure.
#pragma once

#include "scrub/outcome.h"

#include <string>

namespace photoscrub::report {

struct JsonOptions {
  bool showValues = false; ///< adds `value` to removed and regions
  bool verbose = false;    ///< errors with their detail
};

/// No line break inside or at the end.
std::string jsonLine(const scrub::Outcome& outcome, const JsonOptions& options);

} // namespace photoscrub::report
