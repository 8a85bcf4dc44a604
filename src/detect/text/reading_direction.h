/// Which way up lines of text are read.
///
/// Internal to this room. Pure functions.
#pragma once

#include "detect/text/line_reader.h"
#include "detect/text/text_strip.h"

#include <cstddef>
#include <vector>

namespace photoscrub::detect {

/// How strongly a reading says that it is the right way up: its letters, each as sure as its word,
/// without those that are letters upside down as well (NHS, 666, SHN).
double uprightEvidence(const ReadLine& line);

/// What is known of a line: positive where its outline as found is the right way up.
struct DirectionVote {
  TextCourse course;
  double evidence = 0;
};

/// For the line at `index` the sum of its own evidence and that of lines beside it which run the
/// same way. Lines of one sheet, band or screen stand the same way up.
double commonEvidence(const std::vector<DirectionVote>& votes, std::size_t index);

} // namespace photoscrub::detect
