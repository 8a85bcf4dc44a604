/// An outcome as text for the person at the terminal. Pure; no colour codes.
#pragma once

#include "scrub/outcome.h"

#include <string>

namespace photoscrub::report {

struct TextOptions {
  bool checkOnly = false;
  bool looked = true; ///< pictures were to be looked at, not only what the files carry
  bool showValues = false;
  bool verbose = false;
};

/// What was removed, what is still visible and why it matters, where the copy went, what to do
/// next. Several lines, each with its line break.
std::string describe(const scrub::Outcome& outcome, const TextOptions& options);

/// Counts over many files.
struct Totals {
  int files = 0, cleaned = 0, alreadyClean = 0, needsReview = 0, refused = 0, failed = 0;
  bool basicTier = false; ///< without model files
  void add(const scrub::Outcome& outcome);
};

/// The closing lines: counts, what was looked for and how well, and that nothing found is not
/// "safe".
std::string summarise(const Totals& totals, const TextOptions& options);

} // namespace photoscrub::report
