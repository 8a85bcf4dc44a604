/// Requests to the worker programs, typed.
#pragma once

#include "base/worker.h"
#include "scrub/messages.h"

namespace photoscrub::scrub {

/// The reply to the last send(). Errors: worker, or what the worker reported.
template <class Reply> Result<Reply> receive(Worker& worker) {
  PHOTOSCRUB_TRY(bytes, worker.receive());
  return readReply<Reply>(bytes);
}

template <class Reply, class Request>
Result<Reply> call(Worker& worker, Verb verb, const Request& message, int file = -1) {
  PHOTOSCRUB_CHECK(worker.send(request(verb, message), file));
  return receive<Reply>(worker);
}

} // namespace photoscrub::scrub
