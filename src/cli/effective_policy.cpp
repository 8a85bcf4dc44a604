#include "cli/effective_policy.h"

#include "cli/option_words.h"
#include "cli/policy_source.h"
#include "policy/strictness.h"

#include <algorithm>

namespace photoscrub::cli {

namespace {

using detect::RegionKind;
using policy::Action;
using policy::Policy;

Error unknownWord(const char* option, const std::string& word) {
  std::string message = option;
  message += " does not know \"";
  message += word;
  message += "\".";
  return {ErrorCode::malformed, std::move(message), ""};
}

void cover(Policy& policy, const std::set<RegionKind>& kinds) {
  for (const auto kind : kinds)
    policy.actions[static_cast<std::size_t>(kind)].fill(Action::redact);
}

/// --redact none: what would be covered is flagged.
void coverNothing(Policy& policy) {
  for (auto& kind : policy.actions)
    std::replace(kind.begin(), kind.end(), Action::redact, Action::flag);
}

Status applyRedact(const ScrubArguments& arguments, Policy& policy) {
  std::set<RegionKind> kinds;
  if (const auto bad = readKinds(arguments.redact, kinds))
    return unknownWord("--redact", *bad);
  if (!arguments.redact.empty() && kinds.empty())
    coverNothing(policy);
  cover(policy, kinds);
  if (arguments.style.empty())
    return {};
  const auto style = arguments.style == "pixelate" ? redact::Style::pixelate
                     : arguments.style == "blur"   ? redact::Style::blur
                                                   : redact::Style::solid;
  const bool onlyFaces = std::all_of(kinds.begin(), kinds.end(),
                                     [](RegionKind kind) { return kind == RegionKind::face; });
  if (style != redact::Style::solid && !onlyFaces)
    return Error{ErrorCode::malformed,
                 "--style " + arguments.style +
                     " can be undone, so it is for faces only: text, identifiers, bar codes and "
                     "screens could be read again. Use --redact face with it, or leave it out.",
                 ""};
  policy.styles[static_cast<std::size_t>(RegionKind::face)] = style;
  return {};
}

Result<Policy> asked(const ScrubArguments& arguments, Policy policy) {
  PHOTOSCRUB_CHECK(applyRedact(arguments, policy));
  if (const auto bad = readKeep(arguments.keep, policy))
    return unknownWord("--keep", *bad);
  policy.neutralNames = policy.neutralNames || arguments.neutralNames;
  policy.toJpeg = policy.toJpeg || arguments.to == "jpeg";
  policy.detect = policy.detect && !arguments.noDetect;
  policy.sensitivity = arguments.sensitivity.value_or(policy.sensitivity);
  return policy;
}

/// What a locked policy covers is covered: nobody is asked to decide about it.
void keepCovers(const Policy& lock, Policy& wanted) {
  for (std::size_t kind = 0; kind < lock.actions.size(); ++kind)
    for (std::size_t certainty = 0; certainty < lock.actions[kind].size(); ++certainty)
      if (lock.actions[kind][certainty] == Action::redact)
        wanted.actions[kind][certainty] = Action::redact;
}

Error locked(const Policy& policy, const std::string& what) {
  std::string message = "The policy \"";
  message += policy.name;
  message += "\" of this workplace is locked and does not allow: ";
  message += what;
  message += ".";
  return {ErrorCode::refused, std::move(message), ""};
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    text += text.empty() ? "" : "; ";
    text += word;
  }
  return text;
}

} // namespace

Result<Policy> effectivePolicy(const ScrubArguments& arguments) {
  PHOTOSCRUB_TRY(lock, lockedPolicy());
  Policy named = lock.value_or(Policy{});
  if (!arguments.policy.empty()) {
    PHOTOSCRUB_TRY(loaded, loadPolicy(arguments.policy));
    named = std::move(loaded);
  }
  PHOTOSCRUB_TRY(wanted, asked(arguments, std::move(named)));
  if (!lock)
    return wanted;
  if (const auto loose = policy::loosened(*lock, wanted); !loose.empty())
    return locked(*lock, listed(loose));
  // Other detectors and workers with rights would undo what the policy relies on.
  if (!arguments.models.empty())
    return locked(*lock, "--models");
  if (arguments.noSandbox)
    return locked(*lock, "--no-sandbox");
  keepCovers(*lock, wanted);
  wanted.locked = true;
  return wanted;
}

} // namespace photoscrub::cli
