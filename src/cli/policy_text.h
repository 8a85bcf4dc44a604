/// A policy for people. Pure.
#pragma once

#include "policy/policy.h"

#include <string>

namespace photoscrub::cli {

/// Everything the policy says, as a table and sentences; safe for a terminal.
std::string describePolicy(const policy::Policy& policy);

} // namespace photoscrub::cli
