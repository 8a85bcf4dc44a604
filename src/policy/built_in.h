/// The policies that come with the program. docs/policy.md shows them as a table. Pure.
#pragma once

#include "policy/policy.h"

#include <array>
#include <optional>
#include <string_view>

namespace photoscrub::policy {

/// From the most lenient to the strictest; each is at least as strict as the one before it.
inline constexpr std::array<std::string_view, 3> kBuiltInNames = {"flag", "redact", "strict"};

std::optional<Policy> builtIn(std::string_view name);

} // namespace photoscrub::policy
