/// Giving up rights before untrusted bytes are decoded. Linux only; elsewhere nothing is active.
#pragma once

#include "base/result.h"

#include <string>

namespace photoscrub {

/// What the kernel enforces for this process from now on.
struct SandboxState {
  bool seccomp = false;  ///< system-call filter: no network, no exec, no new files
  bool landlock = false; ///< no file-system access at all
  /// "seccomp, landlock", "seccomp" or "none".
  std::string describe() const;
};

/// For a worker: allows reading, writing and mapping through descriptors already open, memory,
/// threads and clocks; everything else fails with EPERM. Cannot be undone.
/// Errors: internal where the kernel has seccomp but refused the filter.
Result<SandboxState> enterWorkerSandbox();

/// What enterWorkerSandbox() achieves on this computer, tried in a process of its own. Call it
/// before the program has threads. Errors as above, and io.
Result<SandboxState> trySandbox();

/// For the main program: socket(2) of any family but AF_UNIX fails with EPERM in this process and
/// every child (promise 5: offline). Errors as above.
Result<SandboxState> forbidNetwork();

} // namespace photoscrub
