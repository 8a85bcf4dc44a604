/// The parent's hold on one worker process: starts it, watches its time, ends it. Linux.
/// Not thread-safe; the process ends with the object.
#pragma once

#include "base/file_descriptor.h"
#include "base/worker.h"

#include <sys/types.h>

namespace photoscrub {

class WorkerProcess {
public:
  /// Starts options.executable with one end of a socket pair and `input`, and nothing else open.
  /// Errors: io (no descriptors left), worker (the program cannot be executed).
  static Result<WorkerProcess> start(const WorkerOptions& options, int input);

  ~WorkerProcess() { end(); }
  WorkerProcess(WorkerProcess&& other) noexcept;
  WorkerProcess& operator=(WorkerProcess&& other) noexcept;

  int socket() const { return socket_.get(); }
  /// Processor time used by all threads of the process so far.
  std::chrono::nanoseconds cpuTime() const;
  /// False where the process has ended without being asked to.
  bool alive();
  /// Kills the process if it is still there, and removes it from the process table. Says how it
  /// ended: "exit status 70", "killed by signal 11", "memory".
  std::string end();

private:
  WorkerProcess(pid_t pid, FileDescriptor socket) : pid_(pid), socket_(std::move(socket)) {}

  pid_t pid_ = -1;
  FileDescriptor socket_;
  std::string reason_;
};

struct TimeLimits {
  std::chrono::nanoseconds cpu;
  std::chrono::nanoseconds wall;
};

/// What one request may use, counted from the construction. Keeps a reference to `process`.
class TimeBudget {
public:
  TimeBudget(const WorkerProcess& process, TimeLimits limits);
  /// Waits for `events` on `socket` (poll(2)). Errors: worker, once a limit is passed.
  Status wait(int socket, short events);

private:
  const WorkerProcess& process_;
  TimeLimits limits_;
  std::chrono::nanoseconds cpuAtStart_;
  std::chrono::nanoseconds waited_{0};
};

} // namespace photoscrub
