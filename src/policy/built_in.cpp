#include "policy/built_in.h"

namespace photoscrub::policy {

namespace {

using detect::Certainty;
using detect::RegionKind;

void setAll(Policy& policy, RegionKind kind, Action action) {
  policy.actions[static_cast<std::size_t>(kind)].fill(action);
}

void set(Policy& policy, RegionKind kind, Certainty certainty, Action action) {
  policy.actions[static_cast<std::size_t>(kind)][static_cast<std::size_t>(certainty)] = action;
}

// Everything found is covered, so that a communications office gets a photo it can look at and use.
// A body whose face was found and covered (`info`) is the exception: with it nearly every photo of
// people would be one dark shape. It stays and is flagged, since clothes, a tattoo or the place can
// still tell who it is (C150). A body without a face found is covered: the face may be there all
// the same, turned away or too small to be found.
Policy redactPolicy() {
  Policy policy;
  policy.name = "redact";
  for (auto& kind : policy.actions)
    kind.fill(Action::redact);
  set(policy, RegionKind::person, Certainty::info, Action::flag);
  return policy;
}

// What carries patients' details by its nature holds the photo back, until somebody has looked: a
// box drawn a little too small would be a breach that nobody sees. Of identifiers even the doubtful
// ones do: a name without a label is `info`. The rest is covered as in `redact`; plain text and
// papers too, which may be handwriting that could not be read. File names hold names and dates, and
// the basic detectors miss too much for a photo that nobody else looks at.
Policy strictPolicy() {
  Policy policy = redactPolicy();
  policy.name = "strict";
  for (const auto kind : {RegionKind::identifier, RegionKind::wristband, RegionKind::screen})
    setAll(policy, kind, Action::block);
  policy.neutralNames = true;
  policy.fullTier = true;
  return policy;
}

} // namespace

std::optional<Policy> builtIn(std::string_view name) {
  if (name == "flag")
    return Policy{};
  if (name == "redact")
    return redactPolicy();
  if (name == "strict")
    return strictPolicy();
  return std::nullopt;
}

} // namespace photoscrub::policy
