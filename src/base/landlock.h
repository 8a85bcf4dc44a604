/// Landlock (Linux 5.13 and later): gives up the file system for this process. See landlock(7).
#pragma once

#include "base/result.h"

namespace photoscrub {

/// True: from now on no path can be opened, made, renamed or removed; open descriptors still work.
/// False: this kernel has no Landlock. REQUIRES: no_new_privs is set. Errors: internal.
Result<bool> denyFileSystem();

} // namespace photoscrub
