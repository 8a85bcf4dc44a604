/// How much can run at once.
#pragma once

namespace photoscrub {

/// The processor cores this process may run on, at least 1: fewer than the machine has in many
/// containers and under taskset.
unsigned usableCores();

} // namespace photoscrub
