/// Outcomes as a table for a spreadsheet (RFC 4180). Pure. Holds no values: promise 4.
#pragma once

#include "scrub/outcome.h"

#include <string>

namespace photoscrub::report {

/// The line of column names.
std::string csvHeader();
/// One line a file.
std::string csvLine(const scrub::Outcome& outcome);

} // namespace photoscrub::report
