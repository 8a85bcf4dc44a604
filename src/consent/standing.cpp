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

std::string_view name(Standing standing) {
  switch (standing) {
  case Standing::valid:
    return "valid";
  case Standing::notYetSigned:
    return "not-yet-signed";
  case Standing::expired:
    return "expired";
  case Standing::withdrawn:
    return "withdrawn";
  }
  return "withdrawn";
}

} // namespace photoscrub::consent
