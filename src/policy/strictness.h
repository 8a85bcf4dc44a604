/// Whether one policy allows anything that another does not. Pure.
#pragma once

#include "policy/policy.h"

#include <string>
#include <vector>

namespace photoscrub::policy {

/// Where `asked` is looser than `lockedPolicy`: a phrase for each key, such as `regions.face.action
/// (medium): flag instead of redact`. Empty: nowhere, and `asked` may be used in its place.
///
/// Stricter or equal means, key by key: `flag` before `ignore`; `redact` and `block` before both,
/// and one as good as the other, since with both nothing stays visible that nobody released; where
/// the locked policy covers or blocks, `solid` before the other styles and a margin not smaller;
/// fewer values kept; neutral names; fewer formats; the conversion, if the locked policy has it;
/// the full tier; looking; more sensitive; release by fewer; the same register, if the locked
/// policy names one. Reflexive and transitive.
std::vector<std::string> loosened(const Policy& lockedPolicy, const Policy& asked);

} // namespace photoscrub::policy
