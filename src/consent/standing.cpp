#include "consent/register.h"

namespace photoscrub::consent {

// Dates of this form are ordered as their texts are.
Standing standingOn(const Record& record, const std::string& day) {
  if (!record.withdrawnOn.empty())
    return Standing::withdrawn;
  if (day < record.signedOn)
    return Standing::notYetSigned;
  if (!record.expires.empty() && day > record.expires)
    return Standing::expired;
  return Standing::valid;
}

} // namespace photoscrub::consent
