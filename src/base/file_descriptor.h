/// A file descriptor that is closed with its owner. Not thread-safe; move-only.
#pragma once

#include <utility>

#include <unistd.h>

namespace photoscrub {

class FileDescriptor {
public:
  FileDescriptor() = default;
  /// Takes over `number`; -1 stands for none.
  explicit FileDescriptor(int number) : number_(number) {}
  ~FileDescriptor() { reset(); }
  FileDescriptor(FileDescriptor&& other) noexcept : number_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    if (this != &other)
      reset(other.release());
    return *this;
  }

  bool open() const { return number_ >= 0; }
  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }
  void reset(int number = -1) {
    // close() is not repeated after EINTR: on Linux the descriptor is gone already (close(2)).
    if (number_ >= 0)
      ::close(number_);
    number_ = number;
  }

private:
  int number_ = -1;
};

} // namespace photoscrub
