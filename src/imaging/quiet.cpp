#include "imaging/quiet.h"

#include <cstdlib>

namespace photoscrub::imaging {

#ifdef __GLIBC__

namespace {

ssize_t loseAll(void*, const char*, size_t count) {
  return static_cast<ssize_t>(count);
}

} // namespace

QuietLibraries::QuietLibraries() {
  cookie_io_functions_t functions{};
  functions.write = loseAll;
  sink_ = ::fopencookie(nullptr, "w", functions);
  if (sink_ == nullptr)
    return;
  kept_ = stderr;
  stderr = sink_;
}

QuietLibraries::~QuietLibraries() {
  if (sink_ == nullptr)
    return;
  stderr = kept_;
  std::fclose(sink_);
}

#else

QuietLibraries::QuietLibraries() = default;
QuietLibraries::~QuietLibraries() = default;

#endif

} // namespace photoscrub::imaging
