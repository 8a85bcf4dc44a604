/// UK postcodes: outward code of area and district, inward code of a digit and two letters
/// [BS 7666].
#pragma once

#include "identify/ascii.h"

#include <optional>
#include <string>
#include <string_view>

namespace photoscrub::identify {

struct PostcodeMatch {
  Span span;
  std::string value; ///< upper case, with the blank
};

enum class PostcodeReading {
  strict,  ///< capitals, digits are digits
  lenient, ///< beside a label: lower case and misread characters as well
};

/// The postcode that starts at `at`, if one does, with or without its blank.
std::optional<PostcodeMatch> postcodeAt(std::string_view text, std::size_t at,
                                        PostcodeReading reading);

} // namespace photoscrub::identify
