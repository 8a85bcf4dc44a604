/// How long stages of a job take.
#pragma once

#include <chrono>

namespace photoscrub::scrub {

/// Adds the time of a scope to a stage, in seconds.
class Timed {
public:
  explicit Timed(double& seconds) : seconds_(seconds) {}
  ~Timed() { seconds_ += std::chrono::duration<double>(Clock::now() - begin_).count(); }
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;

private:
  using Clock = std::chrono::steady_clock;
  double& seconds_;
  Clock::time_point begin_ = Clock::now();
};

} // namespace photoscrub::scrub
