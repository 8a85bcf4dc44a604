/// Recognised text made plain, so that scanners meet one kind of blank, dash and apostrophe.
#pragma once

#include <string>
#include <string_view>

namespace photoscrub::identify {

/// Control characters, line ends and typographic spaces become blanks, dashes become '-', curly
/// apostrophes '\''; zero-width characters vanish. Runs of three or more blanks become one tab, the
/// mark of a wide gap; shorter ones one blank. Nothing is left at either end.
std::string plainText(std::string_view utf8);

} // namespace photoscrub::identify
