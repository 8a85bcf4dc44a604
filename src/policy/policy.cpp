#include "policy/policy.h"

#include <tuple>

namespace photoscrub::policy {

std::array<std::array<Action, detect::kCertainties>, detect::kRegionKinds> Policy::flagAll() {
  std::array<std::array<Action, detect::kCertainties>, detect::kRegionKinds> actions{};
  for (auto& kind : actions)
    kind.fill(Action::flag);
  return actions;
}

bool operator==(const Policy& a, const Policy& b) {
  const auto kept = [](const metadata::KeepOptions& keep) {
    return std::tie(keep.copyright, keep.credit, keep.caption, keep.time);
  };
  const auto rest = [](const Policy& p) {
    return std::tie(p.name, p.locked, p.actions, p.styles, p.marginPercent, p.keepColour,
                    p.neutralNames, p.accept, p.toJpeg, p.fullTier, p.detect, p.sensitivity,
                    p.release, p.consentRegister);
  };
  return rest(a) == rest(b) && kept(a.keep) == kept(b.keep);
}

} // namespace photoscrub::policy
