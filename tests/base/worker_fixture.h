/// A Worker that runs the test worker program.
#pragma once

#include "base/worker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace photoscrub {

inline WorkerOptions testWorkerOptions() {
  WorkerOptions options;
  options.executable = std::string(PHOTOSCRUB_BIN_DIR) + "/photoscrub-test-worker";
  options.inputCapacity = 1u << 20;
  return options;
}

/// The reply as text, or "ErrorCode: detail".
inline std::string ask(Worker& worker, std::string_view request, int file = -1) {
  const auto reply = worker.call(asBytes(request), file);
  if (reply.ok())
    return std::string(asText(reply.value()));
  return std::string(name(reply.error().code)) + ": " + reply.error().detail;
}

} // namespace photoscrub
