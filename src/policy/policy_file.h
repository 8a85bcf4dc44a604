/// Policy files: JSON in, Policy out, and back. docs/policy.md explains every key,
/// docs/policy.schema.json is the published schema; a test holds the schema and this reader to the
/// same answers. Pure; opens no file.
#pragma once

#include "base/result.h"
#include "policy/policy.h"

#include <string>
#include <string_view>

namespace photoscrub::policy {

inline constexpr std::string_view kSchemaWord = "photoscrub-policy/1";
inline constexpr int kMaxMarginPercent = 100;
inline constexpr std::size_t kMaxNameCharacters = 80;
inline constexpr std::size_t kMaxProblems = 20; ///< told at once; their number is told beyond

/// Reads a whole policy file. What it does not mention is as in the built-in policy that it names
/// (`based_on`), else as in `flag`.
/// Errors: malformed, limit, truncated. The message has a line for every problem found (no more
/// than kMaxProblems, then how many more), each "line 7: regions.face.style: ...".
Result<Policy> readPolicy(std::string_view json);

/// Every value of `policy` as a policy file, UTF-8, with a line end at the end:
/// readPolicy(writePolicy(p)) is p. `locked` is no part of a file.
/// REQUIRES: a policy that readPolicy() or builtIn() gave, or one as valid.
std::string writePolicy(const Policy& policy);

} // namespace photoscrub::policy
