#include "policy/policy.h"

namespace photoscrub::policy {

std::array<std::array<Action, detect::kCertainties>, detect::kRegionKinds> Policy::flagAll() {
  std::array<std::array<Action, detect::kCertainties>, detect::kRegionKinds> actions{};
  for (auto& kind : actions)
    kind.fill(Action::flag);
  return actions;
}

} // namespace photoscrub::policy
