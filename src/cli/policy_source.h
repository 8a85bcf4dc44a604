/// Where policies come from: a name, a file, or the administrator's PHOTOSCRUB_POLICY.
#pragma once

#include "base/result.h"
#include "policy/policy.h"

#include <optional>
#include <string>

namespace photoscrub::cli {

/// The environment variable with which an administrator locks a policy.
inline constexpr const char* kPolicyVariable = "PHOTOSCRUB_POLICY";

/// The built-in policy of that name, else the policy in the file of that name.
/// Errors: io, unsupported, limit, truncated, malformed. The message begins with the file's name
/// and has a line for each problem; show each line with report::forTerminal().
Result<policy::Policy> loadPolicy(const std::string& nameOrFile);

/// The policy that PHOTOSCRUB_POLICY names, `locked`; nothing if it is not set. It has to be a
/// built-in name or a whole path, so that it is the same wherever the program is started.
/// Errors: as loadPolicy(), and where the variable is empty or a relative path. Nothing may then be
/// done with any photo.
Result<std::optional<policy::Policy>> lockedPolicy();

/// The problems of a policy file on standard error, a line each.
void printPolicyError(const Error& error);

} // namespace photoscrub::cli
