/// Keeps codec libraries from printing. Debian's libjxl writes what it dislikes about a file to
/// stderr, which for a person at a terminal is noise between our messages.
#pragma once

#include <cstdio>

namespace photoscrub::imaging {

/// While one lives, what this process prints through the C library's stderr is lost. Makes no
/// system call, so it works in a sandbox. Linux with glibc, where stderr is a variable (libc
/// manual, 12.2); elsewhere nothing happens. Not thread-safe: one at a time.
class QuietLibraries {
public:
  QuietLibraries();
  ~QuietLibraries();
  QuietLibraries(const QuietLibraries&) = delete;
  QuietLibraries& operator=(const QuietLibraries&) = delete;

private:
  std::FILE* kept_ = nullptr;
  std::FILE* sink_ = nullptr;
};

} // namespace photoscrub::imaging
