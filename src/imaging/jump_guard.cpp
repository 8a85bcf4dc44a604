#include "imaging/jump_guard.h"

namespace photoscrub::imaging {

bool JumpGuard::runStep(void (*step)(void*), void* given) {
  if (setjmp(back_) != 0)
    return false;
  step(given);
  return true;
}

void JumpGuard::bail() {
  std::longjmp(back_, 1);
}

} // namespace photoscrub::imaging
