/// What the program's exit status means. Part of the contract.
#pragma once

#include "scrub/outcome.h"

namespace photoscrub::cli {

enum class ExitStatus : int {
  clean = 0,       ///< all clean, nothing left to look at
  error = 1,       ///< an error on some file
  usage = 2,       ///< the command line makes no sense
  needsReview = 3, ///< something flagged is still visible
  refused = 4,     ///< refused or unsupported
};

/// The exit status one file asks for.
ExitStatus statusFor(scrub::OutcomeStatus outcome);

/// The more serious of two: usage, error, refused, needsReview, clean.
ExitStatus worse(ExitStatus a, ExitStatus b);

} // namespace photoscrub::cli
