/// A worker process: third-party parsers and decoders meet untrusted bytes only there.
///
/// The parent (Worker) starts an executable, shares one input buffer with it read-only (a sealed
/// memfd) and exchanges framed messages over a socket pair. The child (serveWorker) loads what it
/// needs, gives up its rights (sandbox.h), then answers one request at a time. A worker that
/// crashes, hangs or outgrows its limits is killed; the next request starts a fresh one. Its death
/// is an answer (ErrorCode::worker), never an accident.
///
/// Not thread-safe: one Worker belongs to one job.
#pragma once

#include "base/bytes.h"
#include "base/result.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace photoscrub {

struct WorkerOptions {
  std::filesystem::path executable;   ///< absolute path of the worker program
  std::vector<std::string> arguments; ///< passed after the program's name
  /// Address space for the shared input; pages cost only when used.
  std::uint64_t inputCapacity = 512ull << 20;
  std::uint64_t memoryLimit = 1ull << 30; ///< RLIMIT_AS of the worker beyond inputCapacity
  /// Processor time one request may use: independent of how busy the machine is.
  std::chrono::milliseconds cpuLimit{1000};
  /// The same on the clock, for a worker that sleeps or blocks.
  std::chrono::milliseconds wallLimit{20'000};
  std::uint64_t maxReplyBytes = 1ull << 30;
  bool sandbox = true; ///< false: the worker keeps its rights, where the user has asked for that
};

class Worker {
public:
  explicit Worker(WorkerOptions options); ///< starts nothing yet
  ~Worker();                              ///< kills the process if one runs
  Worker(Worker&&) noexcept;
  Worker& operator=(Worker&&) noexcept;

  /// The shared input buffer, `size` bytes of it: written here, read-only in the worker. The span
  /// stays valid until the next reserveInput() or the Worker's end. Errors: limit, io.
  Result<std::span<std::uint8_t>> reserveInput(std::uint64_t size);

  /// Starts the process if none runs, so that it loads while the caller does something else.
  Status start();

  /// Sends one request. `file`, where not -1, is an open descriptor lent to the worker for this
  /// request. Exactly one receive() must follow before the next send(). Errors: worker, io.
  Status send(ByteView request, int file = -1);
  /// Waits for the reply to the last send(), within the limits. Errors: worker.
  Result<Bytes> receive();
  /// send() and receive() in one.
  Result<Bytes> call(ByteView request, int file = -1);

private:
  struct State;
  std::unique_ptr<State> state_;
};

/// What a worker program is given with each request.
struct WorkerRequest {
  ByteView message; ///< the bytes given to send(); valid during the call
  ByteView input;   ///< the whole shared input buffer (inputCapacity bytes); read-only
  int file = -1;    ///< the lent descriptor or -1; closed by the loop after the call
};

/// Runs inside the worker program: enters the sandbox and answers requests until the parent closes
/// its end. Anything the handler needs from disk has to be loaded before. Exceptions of the handler
/// end the process (exit status 70), which the parent reports as ErrorCode::worker.
/// Returns the program's exit status.
int serveWorker(const std::function<Bytes(const WorkerRequest&)>& handler);

} // namespace photoscrub
