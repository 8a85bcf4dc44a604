#include "base/error.h"

namespace photoscrub {

std::string_view name(ErrorCode code) {
  switch (code) {
  case ErrorCode::truncated:
    return "truncated";
  case ErrorCode::malformed:
    return "malformed";
  case ErrorCode::limit:
    return "limit";
  case ErrorCode::unsupported:
    return "unsupported";
  case ErrorCode::io:
    return "io";
  case ErrorCode::cancelled:
    return "cancelled";
  case ErrorCode::worker:
    return "worker";
  case ErrorCode::refused:
    return "refused";
  case ErrorCode::leak:
    return "leak";
  case ErrorCode::internal:
    return "internal";
  }
  return "internal";
}

std::string Error::describe(bool verbose) const {
  if (!verbose)
    return message;
  std::string text = message;
  if (!detail.empty())
    text += " [" + detail + "]";
  if (offset)
    text += " at byte " + std::to_string(*offset);
  text += " (" + std::string(where.file) + ":" + std::to_string(where.line) + ")";
  return text;
}

} // namespace photoscrub
