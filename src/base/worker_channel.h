/// Messages between Worker and serveWorker: 8 bytes of length, little-endian, then the payload,
/// over a stream socket pair; a lent descriptor travels with the first byte (unix(7), SCM_RIGHTS).
/// Both ends use this code. Stateless; one thread for each socket.
#pragma once

#include "base/bytes.h"
#include "base/file_descriptor.h"
#include "base/result.h"

#include <functional>

namespace photoscrub {

/// The descriptors a worker program starts with, beyond the standard three.
constexpr int kWorkerSocket = 3;
constexpr int kWorkerInput = 4;
/// Environment variable: RLIMIT_AS in bytes, decimal.
constexpr auto kWorkerMemoryVariable = "PHOTOSCRUB_WORKER_MEMORY";
/// Set where the worker shall keep its rights; the parent gives workers an environment of its own.
constexpr auto kWorkerNoSandboxVariable = "PHOTOSCRUB_WORKER_NO_SANDBOX";
/// Exit statuses of a worker (sysexits.h has 70 as "internal software error").
constexpr int kExitException = 70;
constexpr int kExitNoMemory = 71;
constexpr int kExitNoSandbox = 72;

/// Waits until `socket` is ready for `events` (poll(2)); an error ends the transfer with it.
using WaitFor = std::function<Status(int socket, short events)>;

struct Frame {
  Bytes payload;
  FileDescriptor file; ///< the lent descriptor, where one came
};

enum class Lending { accept, refuse };

/// Sends all of `payload` and lends `file` unless it is -1. Errors: io, and those of `wait`.
Status sendFrame(int socket, ByteView payload, int file, const WaitFor& wait);

/// Receives one frame of at most `maxBytes`. Memory grows with the bytes that have arrived, not
/// with the length announced. Errors: io (closed, socket error), limit, and those of `wait`.
Result<Frame> receiveFrame(int socket, std::uint64_t maxBytes, Lending lending,
                           const WaitFor& wait);

/// The byte a worker sends once it is loaded and sandboxed. Errors as above.
Status sendHello(int socket, const WaitFor& wait);
Status receiveHello(int socket, const WaitFor& wait);

} // namespace photoscrub
