/// The policy a run goes by: the administrator's or the one named, and what the options change.
#pragma once

#include "base/result.h"
#include "cli/scrub_arguments.h"
#include "policy/policy.h"

namespace photoscrub::cli {

/// Reads PHOTOSCRUB_POLICY and the file of --policy. Errors: malformed (a policy that cannot be
/// read, an option's word that is not known), refused (an option would loosen a locked policy).
Result<policy::Policy> effectivePolicy(const ScrubArguments& arguments);

} // namespace photoscrub::cli
