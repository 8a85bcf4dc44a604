/// Which known word somebody may have meant. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace photoscrub::policy {

/// The known word closest to `word`: by letters wrong, missing, too many or swapped, at most one in
/// three. Empty where none is close.
std::string_view nearestWord(std::string_view word, std::span<const std::string_view> known);

/// "a, b or c".
std::string listed(std::span<const std::string_view> words);

} // namespace photoscrub::policy
