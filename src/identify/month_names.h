/// Names of months, English and Welsh.
#pragma once

#include <optional>
#include <string_view>

namespace photoscrub::identify {

struct Month {
  int number = 0;       ///< 1 to 12
  std::size_t size = 0; ///< bytes of its name
};

/// The month whose name or abbreviation starts the text, seen through misread letters (0ct, Ju1).
/// The longest name wins; what follows it is the caller's business.
std::optional<Month> monthAt(std::string_view text);

} // namespace photoscrub::identify
