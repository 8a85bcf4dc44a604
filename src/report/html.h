/// Outcomes as one page to print or to file: no script, nothing loaded from elsewhere, no picture,
/// no values (promise 4). Pure.
#pragma once

#include "report/text.h"

#include <string>

namespace photoscrub::report {

/// One file as a row of the page's table.
std::string htmlRow(const scrub::Outcome& outcome, const TextOptions& options);

/// The page around the rows.
std::string htmlPage(const std::string& rows, const Totals& totals, const TextOptions& options);

} // namespace photoscrub::report
