/// Policies for property tests.
#pragma once

#include "policy/policy.h"

#include <rapidcheck.h>

namespace photoscrub::policy {

/// Any policy that a file can say.
rc::Gen<Policy> anyPolicy();

/// `policy` with one to four of its values changed to something.
Policy changed(Policy policy);

} // namespace photoscrub::policy
