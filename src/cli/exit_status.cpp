#include "cli/exit_status.h"

namespace photoscrub::cli {

namespace {
int seriousness(ExitStatus status) {
  switch (status) {
  case ExitStatus::clean:
    return 0;
  case ExitStatus::needsReview:
    return 1;
  case ExitStatus::refused:
    return 2;
  case ExitStatus::error:
    return 3;
  case ExitStatus::usage:
    return 4;
  }
  return 4;
}
} // namespace

ExitStatus statusFor(scrub::OutcomeStatus outcome) {
  switch (outcome) {
  case scrub::OutcomeStatus::cleaned:
  case scrub::OutcomeStatus::alreadyClean:
    return ExitStatus::clean;
  case scrub::OutcomeStatus::needsReview:
    return ExitStatus::needsReview;
  case scrub::OutcomeStatus::refused:
    return ExitStatus::refused;
  case scrub::OutcomeStatus::failed:
    return ExitStatus::error;
  }
  return ExitStatus::error;
}

ExitStatus worse(ExitStatus a, ExitStatus b) {
  return seriousness(a) < seriousness(b) ? b : a;
}

} // namespace photoscrub::cli
