/// The one place where longjmp of the C codec libraries comes back. Not thread-safe: one guard a
/// codec object.
///
/// A longjmp that skips a destructor is undefined behaviour (C++20, 17.13.3), so steps hold plain
/// data only: everything that owns memory lives outside the step, in the caller.
#pragma once

#include <csetjmp>
#include <type_traits>

namespace photoscrub::imaging {

class JumpGuard {
public:
  JumpGuard() = default;
  JumpGuard(const JumpGuard&) = delete;
  JumpGuard& operator=(const JumpGuard&) = delete;

  /// Runs `step`; false when bail() ended it. REQUIRES: no object with a destructor is created
  /// between here and bail(), and no step runs inside a step of the same guard.
  template <class Step> bool run(Step step) {
    static_assert(std::is_trivially_destructible_v<Step>);
    return runStep([](void* given) { (*static_cast<Step*>(given))(); }, &step);
  }

  /// Leaves the running step. For the error callbacks of a library.
  [[noreturn]] void bail();

private:
  bool runStep(void (*step)(void*), void* given);

  std::jmp_buf back_{};
};

} // namespace photoscrub::imaging
