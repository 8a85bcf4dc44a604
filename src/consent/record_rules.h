/// What a record and a use must be like to stand in the register. Pure.
#pragma once

#include "consent/register.h"

namespace photoscrub::consent {

/// Errors: malformed; the sentence names the field, never its value.
Status checkRecord(const Record& record);
/// Errors: malformed.
Status checkUse(const Use& use);

} // namespace photoscrub::consent
