#include "policy/random_policy.h"

#include "formats/registry.h"
#include "policy/policy_file.h"

namespace photoscrub::policy {

namespace {

using detect::RegionKind;

std::size_t below(std::size_t count) {
  return *rc::gen::inRange<std::size_t>(0, count);
}

std::set<formats::FileType> someFormats() {
  const auto all = formats::allFormats();
  std::set<formats::FileType> some = {all[below(all.size())]->type()};
  for (std::size_t i = below(all.size()); i > 0; --i)
    some.insert(all[below(all.size())]->type());
  return some;
}

std::string someName() {
  const char* kNames[] = {"Trust A", "x", "Bwrdd Iechyd Prifysgol", "\"quoted\" \\ and / more",
                          "\xC3\xA9t\xC3\xA9 \xE2\x82\xAC"};
  return kNames[below(std::size(kNames))];
}

void changeRegion(Policy& policy) {
  const auto kind = below(detect::kRegionKinds);
  switch (below(3)) {
  case 0:
    policy.actions[kind][below(detect::kCertainties)] = static_cast<Action>(below(4));
    break;
  case 1:
    policy.styles[static_cast<std::size_t>(RegionKind::face)] =
        static_cast<redact::Style>(below(3));
    break;
  default:
    policy.marginPercent[kind] = static_cast<int>(below(kMaxMarginPercent + 1));
  }
}

void changeFile(Policy& policy) {
  switch (below(8)) {
  case 0:
    policy.keepColour = !policy.keepColour;
    break;
  case 1:
    policy.keep.copyright = !policy.keep.copyright;
    break;
  case 2:
    policy.keep.credit = !policy.keep.credit;
    break;
  case 3:
    policy.keep.caption = !policy.keep.caption;
    break;
  case 4:
    policy.keep.time = !policy.keep.time;
    break;
  case 5:
    policy.neutralNames = !policy.neutralNames;
    break;
  case 6:
    policy.toJpeg = !policy.toJpeg;
    break;
  default:
    policy.accept = below(4) == 0 ? std::nullopt : std::optional(someFormats());
  }
}

void changeRest(Policy& policy) {
  switch (below(4)) {
  case 0:
    policy.fullTier = !policy.fullTier;
    break;
  case 1:
    policy.sensitivity = static_cast<detect::Sensitivity>(below(3));
    break;
  case 2:
    policy.release = static_cast<Release>(below(3));
    break;
  default: {
    const char* kRegisters[] = {"", "/srv/consent.sqlite", "/srv/other \"one\".sqlite"};
    policy.consentRegister = kRegisters[below(3)];
  }
  }
}

void change(Policy& policy) {
  switch (below(3)) {
  case 0:
    return changeRegion(policy);
  case 1:
    return changeFile(policy);
  default:
    return changeRest(policy);
  }
}

// Where nothing is looked at, nothing can be covered.
void stopLooking(Policy& policy) {
  policy.detect = false;
  for (auto& kind : policy.actions)
    for (auto& action : kind)
      action = std::min(action, Action::flag);
}

} // namespace

rc::Gen<Policy> anyPolicy() {
  return rc::gen::exec([] {
    Policy policy;
    policy.name = someName();
    for (std::size_t changes = below(60); changes > 0; --changes)
      change(policy);
    if (below(8) == 0)
      stopLooking(policy);
    return policy;
  });
}

Policy changed(Policy policy) {
  for (std::size_t changes = 1 + below(4); changes > 0; --changes)
    change(policy);
  return policy;
}

} // namespace photoscrub::policy
