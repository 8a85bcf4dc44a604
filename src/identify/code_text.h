/// Codes that hold plain text: contact cards, web addresses, numbers of the house.
#pragma once

#include "identify/identify.h"

#include <string_view>
#include <vector>

namespace photoscrub::identify {

/// What the text rules make of a code's content, less what is ordinary in codes: article numbers,
/// dates, and whatever is uncertain in a web address.
std::vector<Identifier> identifiersInCodeText(std::string_view content);

} // namespace photoscrub::identify
